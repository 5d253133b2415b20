import * as v from 'valibot';
import type { Change } from '../change/change.js';
import type { Assessment } from '../risk/assessment.js';
import { err, ok, type Result } from '../shared/result.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import * as shape from './decode-shown.js';

/** What a card shows of a call. */
export interface ShownCall {
  readonly call: ToolCall;
  readonly assessment: Assessment;
  readonly change: Change;
}

const schema = v.strictObject({ call: shape.call, assessment: shape.assessment, change: shape.change });

/** A call in the form in which it can be signed; the path of the first field that cannot. */
export function decodeShownCall(value: unknown): Result<ShownCall, string> {
  const read = v.safeParse(schema, value, { abortEarly: true });
  return read.success ? ok(read.output as ShownCall) : err(v.getDotPath(read.issues[0]) ?? '$');
}
