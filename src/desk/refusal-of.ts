import type { DecisionError } from '../core/approval/lifecycle.js';
import type { Refusal } from '../protocol/decision.js';
import type { MoveFailure } from './ledger.js';

/** What a person is told when a step was not taken: one that could not be kept is as good as one that was not recorded. */
export function refusalOf(failure: MoveFailure | DecisionError): Refusal {
  if (typeof failure === 'string') return failure;
  return failure.code === 'store-failed' ? 'record-failed' : failure.code;
}
