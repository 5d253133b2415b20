import type { Span } from '../shared/span.js';
import type { OpaqueReason, Value } from './invocation.js';

/** Where the offsets of `code` lie: inside the judged text when it stands there verbatim, else all at `span`. */
export function sourceOf(code: Value, root: string, span: Span): Source {
  const marks = code.opaque;
  const { text } = code;
  const start = code.span === undefined ? -1 : root.slice(span[0], span[1]).indexOf(text);
  if (start < 0) return { text, locate: () => span, marks };
  const base = span[0] + start;
  return { text, locate: (from, to) => [base + from, base + Math.min(to, text.length)], marks };
}

/** A text that was parsed, and where its offsets lie in the judged text. */
export interface Source {
  readonly text: string;
  readonly locate: (start: number, end: number) => Span;
  /** Why the marks inside `text` are opaque. */
  readonly marks: readonly OpaqueReason[];
}
