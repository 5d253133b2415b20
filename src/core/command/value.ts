import { budgets } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import { OPAQUE_MARK, type OpaqueReason, type Value } from './invocation.js';

const none: readonly OpaqueReason[] = [];

export function known(text: string, span?: Span): Value {
  if (text.length > budgets.value.most) return opaque('limit', span);
  return span === undefined ? { text, opaque: none } : { text, opaque: none, span };
}

export function opaque(reason: OpaqueReason, span?: Span): Value {
  return span === undefined
    ? { text: OPAQUE_MARK, opaque: [reason] }
    : { text: OPAQUE_MARK, opaque: [reason], span };
}

/** Elements of which neither the number nor one is known. */
export const unknownElements: Value = { ...opaque('parameter-form'), many: true };

export function opaqueFor(reasons: readonly OpaqueReason[], span?: Span): Value {
  return makeValue(OPAQUE_MARK, reasons.length === 0 ? ['command-output'] : reasons, span);
}

export function makeValue(
  text: string,
  reasons: readonly OpaqueReason[],
  span?: Span,
  glob?: boolean,
): Value {
  if (text.length > budgets.value.most) return opaque('limit', span);
  const parts = span === undefined ? {} : { span };
  return glob ? { text, opaque: reasons, glob, ...parts } : { text, opaque: reasons, ...parts };
}

export function isKnown(value: Value): boolean {
  return value.opaque.length === 0;
}

/** True when nothing of the text is known. */
export function isBlank(code: Value): boolean {
  return code.opaque.length > 0 && code.text.replaceAll(OPAQUE_MARK, '').trim() === '';
}

/** The same value, shown at another place. */
export function at(value: Value, span: Span | undefined): Value {
  if (span === undefined || value.span === span) return value;
  return { ...value, span };
}

export function joinReasons(
  left: readonly OpaqueReason[],
  right: readonly OpaqueReason[],
): readonly OpaqueReason[] {
  if (right.length === 0 || left === right) return left;
  if (left.length === 0) return right;
  return [...new Set([...left, ...right])];
}

export function concat(values: readonly Value[], separator = ''): Value {
  const first = values[0];
  if (first === undefined) return known('');
  if (values.length === 1) return first;
  let reasons = none;
  for (const value of values) reasons = joinReasons(reasons, value.opaque);
  return makeValue(values.map((value) => value.text).join(separator), reasons);
}

export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  return left.text === right.text && left.opaque.length === 0 && right.opaque.length === 0;
}

/** What holds whichever of two ways was taken. */
export function either(left: Value | undefined, right: Value | undefined): Value | undefined {
  return sameValue(left, right) ? left : opaque('branch');
}

/** Spans of a row of words as one; undefined when none has a place in the judged text. */
export function spanOf(values: readonly Value[]): Span | undefined {
  let start: number | undefined;
  let end = 0;
  for (const { span } of values) {
    if (span === undefined) continue;
    if (start === undefined || span[0] < start) start = span[0];
    if (span[1] > end) end = span[1];
  }
  return start === undefined ? undefined : [start, end];
}
