import type { Span } from '../../shared/span.js';
import { isQuote } from './characters.js';

/** One word of a command line: where it stands, and what it says without quotes at its ends. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Its quoted parts that hold blanks, and may be commands themselves. */
  readonly lines: readonly Span[];
}

export interface CommandLine {
  readonly words: readonly Word[];
  /** What ended it. */
  readonly by: string;
  /** The word behind `<<<`. */
  readonly input: Span | undefined;
  /** Where its here-document is named: behind `<<`. */
  readonly document: number | undefined;
}

/**
 * The simple commands of a text, as far as words, quotes and operators show them. No shell: it has to read every shell's
 * lines, those inside of quotes, and texts that are no command at all.
 */
export function commandLines(text: string, from: number, to: number): readonly CommandLine[] {
  const lines: CommandLine[] = [];
  let words: Word[] = [];
  let input: Span | undefined;
  let document: number | undefined;
  let takesInput = false;
  const open = new Map([
    ['"', true],
    ["'", true],
  ]);
  const finish = (by: string): void => {
    if (words.length > 0) lines.push({ words, by, input, document });
    words = [];
    input = undefined;
    document = undefined;
  };
  for (let at = from; at < to; ) {
    const character = text.charAt(at);
    if (character === ' ' || character === '\t' || character === '\\') at += 1;
    else if (text.startsWith('<<<', at)) {
      takesInput = true;
      at += 3;
    } else if (text.startsWith('<<', at)) {
      at += 2;
      document = at;
    } else if (/[;|&\n\r()<>]/.test(character)) {
      if (!/[<>()]/.test(character)) finish(character === '\r' ? '\n' : character);
      at += 1;
    } else {
      const word = wordAt(text, at, to, open);
      if (takesInput) input = [word.start, word.end];
      else words.push(word);
      takesInput = false;
      at = Math.max(word.next, at + 1);
    }
  }
  finish('\n');
  return lines;
}

function wordAt(
  text: string,
  from: number,
  to: number,
  open: Map<string, boolean>,
): Word & { readonly next: number } {
  let at = from;
  const lines: Span[] = [];
  while (at < to) {
    const character = text.charAt(at);
    if (/[\s;|&<>()]/.test(character)) break;
    if (character === '\\') {
      at += 2;
      continue;
    }
    if (isQuote(character) && open.get(character)) {
      const close = closing(text, at + 1, to, character);
      if (close === undefined) {
        // None further on either: the sign stands for itself.
        open.set(character, false);
      } else {
        if (/\s/.test(text.slice(at, close))) lines.push([at + 1, close]);
        at = close;
      }
    }
    at += 1;
  }
  const end = Math.min(at, to);
  const [start, stop] = bare(text, from, end);
  return { start, end: stop, text: text.slice(start, stop), lines, next: end };
}

function closing(text: string, from: number, to: number, quote: string): number | undefined {
  for (let at = from; at < to; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

/** Without quotes and backslashes at the ends. */
function bare(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /["'`\\]/.test(text.charAt(start))) start += 1;
  while (end > start && /["'`\\]/.test(text.charAt(end - 1))) end -= 1;
  return [start, end];
}
