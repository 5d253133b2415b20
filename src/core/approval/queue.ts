import { sha256 } from '../shared/digest.js';
import type { Request } from './request.js';

/** Whom nobody keeps waiting comes last. */
function waitRank({ state, agentGone }: Request): number {
  if (agentGone === true) return 3;
  if (state.kind === 'pending') return 0;
  return state.kind === 'parked' ? 1 : 2;
}

function bandRank({ assessment }: Request): number {
  return assessment.band === 'production' || assessment.band === 'forbidden' ? 0 : 1;
}

/** Open requests in the order in which a person should look at them: who waits before who has gone, production first, oldest first. */
export function inQueue(requests: readonly Request[]): readonly Request[] {
  return [...requests].sort(
    (a, b) => waitRank(a) - waitRank(b) || bandRank(a) - bandRank(b) || a.createdAt - b.createdAt,
  );
}

/** What makes requests siblings: one session that does the same thing in the same place. */
export function siblingKey({ call, assessment }: Request): string {
  const [effect] = assessment.effects;
  const place =
    effect === undefined ? '' : `${effect.target.system}:${effect.target.name}:${effect.target.scope ?? ''}`;
  const kind = effect === undefined ? call.tool : effect.resource.split(/[/ ]/, 1)[0];
  return sha256(JSON.stringify([call.agent, call.session, effect?.verb ?? '', place, kind])).slice(0, 16);
}

/** The request that a command is about without asking: the only one that is open. One of several that it could be about is picked. */
export function meantAlone(offered: readonly Request[], open: readonly Request[]): Request | undefined {
  return open.length === 1 ? offered[0] : undefined;
}
