import { lineNoTextText, lineTooLongText } from '../messages/cli/lines.js';

const longestLine = 16 * 1024 * 1024;

/** A line of a stream: its text, or why it is none. */
export type Line =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string };

/** Cuts a stream at line feeds. A last line without one counts; an empty rest does not. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pending: Buffer[] = [];
  let length = 0;
  for await (const piece of input) {
    let rest = Buffer.from(piece);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield lineFrom([...pending, rest.subarray(0, end)], length + end);
      pending = [];
      length = 0;
      rest = rest.subarray(end + 1);
    }
    length += rest.length;
    if (rest.length > 0 && length <= longestLine) pending.push(rest);
  }
  if (length > 0) yield lineFrom(pending, length);
}

function lineFrom(pieces: readonly Buffer[], length: number): Line {
  if (length > longestLine) return { ok: false, error: lineTooLongText(longestLine) };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)) };
  } catch {
    return { ok: false, error: lineNoTextText };
  }
}
