import type { Span } from '../shared/span.js';
import type { Anomaly } from './invocation.js';

interface Check {
  readonly kind: Anomaly['kind'];
  readonly pattern: RegExp;
}

const checks: readonly Check[] = [
  { kind: 'bidi-control', pattern: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g },
  {
    kind: 'hidden-character',
    pattern:
      /(?![\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]/gu,
  },
  { kind: 'control-character', pattern: /(?![\n\t\r])\p{Cc}|\r(?!\n|$)/gu },
];

/** What is odd about a text before anyone reads it as a command. Reports the first few of each kind. */
export function checkText(
  text: string,
  report: (kind: Anomaly['kind'], detail: string, span: Span) => void,
): void {
  if (/^[ -~\n\t]*$/.test(text)) return;
  for (const { kind, pattern } of checks) {
    let count = 0;
    for (const match of text.matchAll(pattern)) {
      if (kind === 'hidden-character' && isJoiner(text, match.index)) continue;
      report(kind, codeOf(match[0]), [match.index, match.index + match[0].length]);
      count += 1;
      if (count >= 8) break;
    }
  }
}

/** Between two pictographs a joiner or a variation selector is how an emoji is written. */
function isJoiner(text: string, index: number): boolean {
  const character = text.charAt(index);
  if (character !== '\u200d' && character !== '\ufe0f') return false;
  if (/[\d#*]/.test(text.charAt(index - 1)) && text.charAt(index + 1) === '\u20e3') return true;
  return /(?:\p{Extended_Pictographic}|\ufe0f)$/u.test(text.slice(Math.max(0, index - 3), index));
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Letters of other scripts in a program's name, where the eye reads Latin ones. */
export function looksAlike(program: string): boolean {
  return (
    /[^\p{ASCII}]/u.test(program) &&
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff01-\uff5e]|[\u{1d400}-\u{1d7ff}]/u.test(
      program,
    )
  );
}
