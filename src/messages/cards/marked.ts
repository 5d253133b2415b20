import type { Finding, Term } from '../../core/risk/assessment.js';
import { inertPieces } from '../../core/shared/inert.js';
import type { Piece } from '../../protocol/card.js';

type Mark = Piece['mark'];

/** Which terms speak about the target; the others speak about what is done to it. */
const targetTerms: ReadonlySet<Term> = new Set<Term>(['C', 'P']);

/** More marks than this would only slow the page down. */
const mostPieces = 2_000;

/**
 * The judged text in pieces: what findings point at is marked, hidden characters are shown.
 * A narrower span is drawn over a wider one; one that covers the whole text marks nothing.
 */
export function markedPieces(text: string, findings: readonly Finding[]): readonly Piece[] {
  const marks = paint(text, findings);
  const pieces: Piece[] = [];
  for (const piece of inertPieces(text)) {
    if (pieces.length >= mostPieces)
      return [...pieces, { text: inertRest(text, piece.start), mark: 'plain' }];
    if (piece.hidden) pieces.push({ text: piece.text, mark: 'hidden' });
    else pieces.push(...split(piece.text, piece.start, marks));
  }
  return pieces;
}

/** The whole rest in one piece, with hidden characters named in brackets. */
function inertRest(text: string, from: number): string {
  return inertPieces(text.slice(from))
    .map((piece) => (piece.hidden ? `\u27E8${piece.text}\u27E9` : piece.text))
    .join('');
}

interface Telling {
  readonly start: number;
  readonly end: number;
  readonly term: Term;
}

/**
 * The words of a span that tell: for what is touched, its name; for what is done, the words before the first option.
 * A span of one word tells as it is.
 */
function telling(text: string, { span, term, data }: Finding): readonly Telling[] {
  if (span === undefined) return [];
  const start = Math.max(0, span[0]);
  const end = Math.min(span[1], text.length);
  const words = text.slice(start, end);
  if (!/\s/.test(words)) return [{ start, end, term }];
  if (targetTerms.has(term)) {
    const name = data['target'] ?? '';
    const at = name === '' ? -1 : words.lastIndexOf(name);
    return at < 0 ? [] : [{ start: start + at, end: start + at + name.length, term }];
  }
  const leading = /^[^\s-]\S*(?:[ \t]+[^\s-]\S*){0,2}/.exec(words)?.[0];
  return [{ start, end: leading === undefined ? end : start + leading.length, term }];
}

function paint(text: string, findings: readonly Finding[]): readonly Mark[] {
  const marks: Mark[] = new Array<Mark>(text.length).fill('plain');
  const spans = findings
    .flatMap((finding) => telling(text, finding))
    .filter(({ start, end }) => text.slice(start, end).trim() !== text.trim() || !/\s/.test(text.trim()))
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const { start, end, term } of spans) {
    marks.fill(targetTerms.has(term) ? 'target' : 'danger', start, end);
  }
  return marks;
}

function split(text: string, offset: number, marks: readonly Mark[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && marks[offset + at] === marks[offset + from]) continue;
    pieces.push({ text: text.slice(from, at), mark: marks[offset + from] ?? 'plain' });
    from = at;
  }
  return pieces;
}
