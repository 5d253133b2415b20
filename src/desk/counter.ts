import type { RulingReason } from '../core/approval/ruling-reason.js';
import { ruleOn } from '../core/policy/rule-on.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import type { PolicySettings } from '../core/policy/settings.js';
import type { Verdict } from '../core/policy/verdict.js';
import type { EntryBody } from '../core/record/entry.js';
import type { Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';
import { decodeEvent } from '../core/toolcall/decode.js';
import type { HookEvent } from '../core/toolcall/event.js';
import { reasonText } from '../messages/answers/answer.js';
import type { RecordStore } from '../ports/ports.js';
import { type Answer, answerIn } from '../protocol/answer.js';
import type { Ring } from '../protocol/ring.js';
import type { CallToEvaluate } from './evaluate.js';
import { note } from './ledger.js';
import type { DeskRuling, Judged } from './ring.js';

type Hold = Verdict & { readonly kind: 'hold' };

/** Who sits behind the counter: a window's desk, or nobody. */
export interface Clerk {
  readonly record: Pick<RecordStore, 'append'>;
  settings(): PolicySettings;
  /** Hears of every hook event before it is judged. */
  rang?(event: Exclude<HookEvent, { kind: 'other' }>): void;
  judge(asked: CallToEvaluate): Promise<Result<Judged, RulingReason>>;
  /** What is remembered of the session that the call belongs to. */
  sessionOf(judged: Judged): SessionFacts;
  /** A quiet call is let go, and the record holds it. */
  passed(judged: Judged): void;
  /** A call that needs a yes. */
  hold(judged: Judged, verdict: Hold): DeskRuling | Promise<DeskRuling>;
  /** A call has ended. Nothing that is answered here can block it. */
  ended(event: HookEvent & { readonly kind: 'after' }): Promise<void>;
}

const noOpinion: DeskRuling = { kind: 'no-opinion' };

/** Answers one ring, whoever sits here: quiet calls pass, in the record first; what breaks on the way is a no. Never rejects. */
export async function answerRing(ring: Ring, clerk: Clerk): Promise<Answer> {
  try {
    return answer(ring, await rule(ring, clerk));
  } catch (error) {
    return answer(ring, { kind: 'fail', reason: { code: 'judge-failed', detail: thrownText(error) } });
  }
}

/** The one place at the desk where a ruling gets its words. */
function answer({ agent }: Ring, ruling: DeskRuling): Answer {
  return answerIn(agent, 'reason' in ruling ? { ...ruling, reason: reasonText(ruling.reason) } : ruling);
}

async function rule(ring: Ring, clerk: Clerk): Promise<DeskRuling> {
  const event = decodeEvent(ring.agent, ring.payload, ring.cwd, ring.event);
  if (!event.ok) return { kind: 'fail', reason: { code: 'undecoded', error: event.error } };
  if (event.value.kind === 'other') return noOpinion;
  clerk.rang?.(event.value);
  if (event.value.kind === 'after') {
    await clerk.ended(event.value);
    return noOpinion;
  }
  const judged = await clerk.judge(event.value);
  if (!judged.ok) return { kind: 'fail', reason: judged.error };
  const { assessment, team } = judged.value;
  const verdict = ruleOn(assessment, clerk.sessionOf(judged.value), clerk.settings(), team);
  return follow(judged.value, verdict, clerk);
}

function follow(judged: Judged, verdict: Verdict, clerk: Clerk): DeskRuling | Promise<DeskRuling> {
  switch (verdict.kind) {
    case 'no-opinion':
      return recorded(clerk.record, { ...judged.facts, type: 'call.passed' }, () => {
        clerk.passed(judged);
        return noOpinion;
      });
    case 'deny':
      return refused(clerk.record, judged, 'policy', { code: 'forbidden', rule: verdict.rule });
    case 'hold':
      return clerk.hold(judged, verdict);
  }
}

/** A no that the record holds; one that it does not hold is a no too. */
export function refused(
  record: Pick<RecordStore, 'append'>,
  { facts }: Judged,
  by: 'policy' | 'offline',
  reason: RulingReason,
): Promise<DeskRuling> {
  const entry = { ...facts, type: 'call.denied', request: '', by, reason: reasonText(reason) } as const;
  return recorded(record, entry, () => ({ kind: 'deny', reason }));
}

/** What `then` gives, if the record has the entry; else a no. */
export async function recorded(
  record: Pick<RecordStore, 'append'>,
  body: EntryBody,
  then: () => DeskRuling,
): Promise<DeskRuling> {
  const done = await note(record, body);
  return done.ok ? then() : { kind: 'fail', reason: { code: 'record-failed', detail: done.error.detail } };
}
