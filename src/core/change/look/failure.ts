import * as v from 'valibot';
import { type Shape, text } from '../../shared/shape.js';

/** Why a place could not be looked at. */
const lookFailureCodes = [
  'no-program', // detail: its name; none of the system's own
  'own-program', // detail: the path that the call would start, in the workspace
  'untrusted', // the workspace is not trusted
  'timeout', // detail: seconds
  'too-large', // more was sent than is read
  'withheld', // detail: the agent's variable with a password that is not known here
  'own-credentials', // detail: the program that would have to be started to have them
  'refused', // detail: what the program said
  'not-understood', // the answer is in no form that is known
  'not-here', // held before this window opened: with what it would connect is not known any more
] as const;

export const lookFailureShape = v.strictObject({
  place: text,
  code: v.picklist(lookFailureCodes),
  /** Data: what a program or server said is a quote, without credentials. */
  detail: text,
});
export type LookFailure = Shape<typeof lookFailureShape>;
