import type { Finding, Term } from '../core/risk/assessment.js';
import { inertPieces } from '../core/shared/inert.js';
import type { Piece } from '../protocol/card.js';

type Mark = Piece['mark'];

/** Which terms speak about the target; the others speak about what is done to it. */
const targetTerms: ReadonlySet<Term> = new Set<Term>(['C', 'P']);

/**
 * The judged text in pieces: what findings point at is marked, hidden characters are shown.
 * A narrower span is drawn over a wider one; one that covers the whole text marks nothing.
 */
export function markedPieces(text: string, findings: readonly Finding[]): readonly Piece[] {
  const marks = paint(text, findings);
  const pieces: Piece[] = [];
  for (const piece of inertPieces(text)) {
    if (piece.hidden) pieces.push({ text: piece.text, mark: 'hidden' });
    else pieces.push(...split(piece.text, piece.start, marks));
  }
  return pieces;
}

function paint(text: string, findings: readonly Finding[]): readonly Mark[] {
  const marks: Mark[] = new Array<Mark>(text.length).fill('plain');
  const spans = findings
    .flatMap(({ span, term }) => (span === undefined ? [] : [{ start: span[0], end: span[1], term }]))
    .filter(({ start, end }) => text.slice(start, end).trim() !== text.trim() || !/\s/.test(text.trim()))
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const { start, end, term } of spans) {
    marks.fill(targetTerms.has(term) ? 'target' : 'danger', Math.max(0, start), Math.min(end, text.length));
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
