import type { Trust } from '../core/countersign/trust.js';
import type { Decider } from '../core/record/decider.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { recordFailureText } from '../messages/record/record.js';
import { trustProblemText } from '../messages/team/trust.js';
import type { RecordStore } from '../ports/ports.js';
import type { TrustRoot } from '../ports/trust.js';
import { note } from './ledger.js';
import { loadedEntry } from './policy-log.js';

/** A person's yes to the policy that was found here: it counts once the record has it, with who said it. */
export async function acceptPolicy(
  root: Pick<TrustRoot, 'pin'>,
  trust: Trust,
  record: Pick<RecordStore, 'append'>,
  decider: Decider | undefined,
): Promise<Result<void, string>> {
  const recorded = await note(record, { ...loadedEntry(trust), ...(decider && { decider }) });
  if (!recorded.ok) return err(recordFailureText(recorded.error));
  const pinned = root.pin(trust.digest);
  return pinned.ok ? ok(undefined) : err(trustProblemText(pinned.error));
}
