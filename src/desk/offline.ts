import { ruleOn } from '../core/policy/rule-on.js';
import { summaryOf } from '../core/record/facts.js';
import { decodeEvent } from '../core/toolcall/decode.js';
import * as words from '../messages/answers/answer.js';
import { type Answer, answerIn, type Ruling } from '../protocol/answer.js';
import type { Ring } from '../protocol/ring.js';
import type { DeskParts } from './parts.js';
import { receive } from './reception.js';
import type { Judged } from './ring.js';

type OfflineParts = Pick<DeskParts, 'record' | 'judge' | 'settings' | 'team'>;

/** Nobody is there to let reads pass. */
const nobody = { readsPass: () => false };

/**
 * The desk without a window: quiet calls pass as always, everything that would need a person is a no. Nothing is ever
 * allowed here. Never rejects.
 */
export async function ringWithoutWindow(ring: Ring, parts: OfflineParts): Promise<Answer> {
  try {
    return answerIn(ring.agent, await rule(ring, parts));
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'the desk broke';
    return answerIn(ring.agent, { kind: 'fail', reason: words.judgeFailedText(detail) });
  }
}

async function rule(ring: Ring, parts: OfflineParts): Promise<Ruling> {
  const event = decodeEvent(ring.agent, ring.payload, ring.cwd, ring.event);
  if (!event.ok) return { kind: 'fail', reason: words.undecodedText(event.error) };
  if (event.value.kind === 'other') return { kind: 'no-opinion' };
  const judged = await receive(ring, event.value, parts);
  if (event.value.kind === 'after') {
    if (judged.ok) {
      await parts.record.append({
        ...judged.value.facts,
        type: 'call.finished',
        outcome: event.value.outcome,
      });
    }
    return { kind: 'no-opinion' };
  }
  return judged.ok ? decide(judged.value, parts) : { kind: 'fail', reason: judged.error };
}

async function decide(judged: Judged, parts: OfflineParts): Promise<Ruling> {
  const verdict = ruleOn(judged.assessment, nobody, parts.settings(), judged.team);
  const ruling: Ruling =
    verdict.kind === 'no-opinion'
      ? { kind: 'no-opinion' }
      : verdict.kind === 'deny'
        ? { kind: 'deny', reason: words.forbiddenText(verdict.rule) }
        : { kind: 'deny', reason: words.offlineText(summaryOf(judged.call)) };
  const recorded = await parts.record.append(
    ruling.kind === 'deny'
      ? { ...judged.facts, type: 'call.denied', request: '', by: 'offline', reason: ruling.reason }
      : { ...judged.facts, type: 'call.passed' },
  );
  return recorded.ok ? ruling : { kind: 'fail', reason: words.recordFailedText(recorded.error.detail) };
}
