import * as v from 'valibot';
import { changeShape } from '../change/change.js';
import { assessmentShape } from '../risk/assessment.js';
import { readShape } from '../shared/decode-shape.js';
import { err, ok, type Result } from '../shared/result.js';
import type { Shape } from '../shared/shape.js';
import { toolCallShape } from '../toolcall/toolcall.js';

/** What a card shows of a call. */
const shownCallShape = v.strictObject({
  call: toolCallShape,
  assessment: assessmentShape,
  change: changeShape,
});
export type ShownCall = Shape<typeof shownCallShape>;

/** A call in the form in which it can be signed; the path of the first field that cannot. */
export function decodeShownCall(value: unknown): Result<ShownCall, string> {
  const read = readShape(shownCallShape, value);
  return read.kind === 'known' ? ok(read.value) : err(read.at);
}
