import { bands } from '../core/risk/assessment.js';
import { hourMs } from '../core/shared/durations.js';
import type { CallerId } from '../core/toolcall/toolcall.js';
import { askableOf, type CallFingerprint, errandsOf } from './call-fingerprint.js';
import type { Judged } from './ring.js';

/** How long after a hook was let go its call may ring again at the second line: its agent may still ask its user. */
const withinMs = 120_000;

/** The same for a shell command of an agent that says when it has ended. */
const untilEndedMs = hourMs;

const reportsEnd: ReadonlySet<CallerId> = new Set<CallerId>([
  'claude-code',
  'codex',
  'gemini-cli',
  'copilot-cli',
  'vscode',
  'opencode',
  'kilo',
  'pi',
  'qwen-code',
  'droid',
  'auggie',
  'grok-build',
  'kimi-code',
]);

const remembered = 200;

/** Of a command of more parts than these, the rest is asked about again. */
const mostErrands = 200;

/** A call that its hook was let go with, and what of it has not come by at the second line yet. */
interface LetGo {
  readonly session: string;
  readonly callId: string;
  readonly rank: number;
  /** Empty where nobody had to be asked. */
  readonly request: string;
  readonly until: number;
  open: readonly CallFingerprint[];
}

/**
 * What agents' hooks were let go with, so that the second line behind them (the MCP gateway, the terminal guard) does
 * not ask a person for the same thing again. Each errand is done once, and only where the second line sees no more in it.
 */
export class SecondLine {
  private letGo: LetGo[] = [];

  /** Notes what a hook was let go with. The second line itself gives no errands. */
  released(judged: Judged, request: string, now: number): void {
    const open = isSecondLine(judged) ? [] : errandsOf(judged).slice(0, mostErrands);
    if (open.length === 0) return;
    const isLong = judged.call.payload.kind === 'shell' && reportsEnd.has(judged.call.agent);
    const until = now + (isLong ? untilEndedMs : withinMs);
    const { session, callId } = judged.call;
    const one = { session, callId, rank: rankOf(judged), request, until, open };
    this.letGo = [one, ...this.letGo].slice(0, remembered);
  }

  /** The call has ended: what it was let go with is not due any more. */
  ended(session: string, callId: string): void {
    if (callId === '') return;
    this.letGo = this.letGo.filter((one) => one.session !== session || one.callId !== callId);
  }

  /** The request that a ring of the second line belongs to; undefined when a person has to be asked. */
  requestOf(judged: Judged, now: number): string | undefined {
    const wanted = isSecondLine(judged) ? askableOf(judged) : [];
    if (wanted.length === 0) return undefined;
    for (const one of this.letGo) {
      if (now > one.until || !isOfSession(judged, one.session)) continue;
      const left = without(one.open, wanted, rankOf(judged) <= one.rank);
      if (left === undefined) continue;
      one.open = left;
      return one.request;
    }
    return undefined;
  }
}

/** What is open after `wanted` is done; undefined when something wanted is not among it. */
function without(
  open: readonly CallFingerprint[],
  wanted: readonly CallFingerprint[],
  isNoGraver: boolean,
): readonly CallFingerprint[] | undefined {
  const left = [...open];
  for (const { exact, run } of wanted) {
    const same = isNoGraver && exact !== undefined ? left.findIndex((one) => one.exact === exact) : -1;
    // What a here-document says was judged at the hook; a launcher sees that something comes, and not what.
    const isGiven = exact === undefined && run !== undefined;
    const at = same < 0 && isGiven ? left.findIndex((one) => one.run === run) : same;
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}

function isSecondLine({ call }: Judged): boolean {
  return call.agent === 'mcp-gateway' || call.agent === 'terminal';
}

/** A gateway's session is its own; a terminal's is the agent's, where the agent names it in its environment. */
function isOfSession({ call }: Judged, hooked: string): boolean {
  return call.agent !== 'terminal' || call.session === '' || call.session === hooked;
}

function rankOf({ assessment }: Judged): number {
  return bands.indexOf(assessment.band);
}
