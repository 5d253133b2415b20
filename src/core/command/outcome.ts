import type { ReaderOutcome, Status } from './machine.js';
import { known } from './value.js';

export const nothing: ReaderOutcome = { status: 'success', output: known('') };

export function silent(status: Status): ReaderOutcome {
  return { status, output: known('') };
}
