import { summaryOf } from '../core/record/facts.js';
import type { Clock } from '../ports/ports.js';
import type { Answer } from '../protocol/answer.js';
import type { Ring } from '../protocol/ring.js';
import { answerRing, type Clerk, refused } from './counter.js';
import { evaluateCall } from './evaluate.js';
import { note } from './ledger.js';
import type { DeskParts } from './parts.js';
import { slippedEntry, unpermitted } from './unobserved.js';

type OfflineParts = Pick<DeskParts, 'record' | 'judge' | 'settings' | 'team' | 'places'> & {
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * The counter without a window: quiet calls pass as always, everything that would need a person is a no. Nothing is
 * ever allowed here. Never rejects.
 */
export function ringWithoutWindow(ring: Ring, parts: OfflineParts): Promise<Answer> {
  return answerRing(ring, nobody(ring, parts));
}

/** Nobody sits here: no read was ever let pass, and nobody can be asked. */
function nobody(ring: Ring, parts: OfflineParts): Clerk {
  const { record } = parts;
  return {
    record,
    settings: () => parts.settings(),
    judge: (asked) => evaluateCall(ring, asked, parts),
    sessionOf: () => ({ readsPass: () => false }),
    passed: () => undefined,
    hold: (judged) =>
      refused(record, judged, 'offline', { code: 'offline', summary: summaryOf(judged.call) }),
    ended: async (event) => {
      const ran = await evaluateCall(ring, event, parts);
      if (!ran.ok) return;
      const found = unpermitted(ran.value.facts, record, parts.clock.now());
      if (found) await note(record, slippedEntry(ran.value.facts, found, 'after'));
      await note(record, { ...ran.value.facts, type: 'call.finished', outcome: event.outcome });
    },
  };
}
