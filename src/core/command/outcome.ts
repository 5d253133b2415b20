import type { Outcome, Status } from './machine.js';
import { known } from './value.js';

export const nothing: Outcome = { status: 'success', output: known('') };

export function silent(status: Status): Outcome {
  return { status, output: known('') };
}
