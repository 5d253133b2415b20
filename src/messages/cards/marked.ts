import type { Finding, Term } from '../../core/risk/assessment.js';
import { inertPieces } from '../../core/shared/inert.js';
import { lookAlikes } from '../../core/shared/look-alikes.js';
import type { Effect } from '../../core/tool/effect.js';
import type { Piece } from '../../protocol/card.js';
import { ownWords, type Stretch } from './own-words.js';

type Mark = Piece['mark'];

/** Which terms speak about the target; the others speak about what is done to it. */
const targetTerms: ReadonlySet<Term> = new Set<Term>(['C', 'P']);

/** More marks than this would only slow the page down. */
const mostPieces = 2_000;

/**
 * The judged text in pieces: what findings and effects point at is marked, hidden characters and look-alikes are shown.
 * A narrower span is drawn over a wider one; one that covers the whole text marks nothing.
 */
export function markedPieces(
  text: string,
  findings: readonly Finding[],
  effects: readonly Effect[] = [],
): readonly Piece[] {
  const marks = paint(text, findings, effects);
  for (const { start, character } of lookAlikes(text))
    marks.fill('look-alike', start, start + character.length);
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
 * The words of a span that tell: for what is touched, its name; for what is done, the effect's own words, else the words
 * before the first option. A span of one word tells as it is.
 */
function telling(text: string, { span, term, data }: Finding, own: readonly Stretch[]): readonly Telling[] {
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
  // A statement says what is done; the client and its address do not.
  if (own.some(([from, to]) => !text.slice(from, to).startsWith('-'))) return [];
  const leading = /^[^\s-]\S*(?:[ \t]+[^\s-]\S*){0,2}/.exec(words)?.[0];
  return [{ start, end: leading === undefined ? end : start + leading.length, term }];
}

function paint(text: string, findings: readonly Finding[], effects: readonly Effect[]): Mark[] {
  const marks: Mark[] = new Array<Mark>(text.length).fill('plain');
  const own = effects.flatMap((effect) => ownWords(text, effect));
  const spans = findings
    .flatMap((finding) => telling(text, finding, own))
    .filter(({ start, end }) => text.slice(start, end).trim() !== text.trim() || !/\s/.test(text.trim()))
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const { start, end, term } of spans) {
    marks.fill(targetTerms.has(term) ? 'target' : 'danger', start, end);
  }
  for (const [start, end] of own) marks.fill('danger', start, end);
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

/** A line of the text in which something is done, lifted out above it. */
export type LiftedLine = readonly Piece[];

const mostLifted = 5;
/** Characters of a line that are lifted out around its mark. */
const around = 60;

/** Where the text is too long to be seen at once: the lines that do something, with their numbers. */
export function liftedLines(
  pieces: readonly Piece[],
): readonly { readonly line: number; readonly mark: number; readonly pieces: LiftedLine }[] {
  const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  const lines = pieces.reduce((sum, piece) => sum + piece.text.split('\n').length - 1, 1);
  if (length < 240 && lines < 8) return [];
  const lifted: { line: number; mark: number; pieces: LiftedLine }[] = [];
  let line = 1;
  let mark = 0;
  for (const [at, piece] of pieces.entries()) {
    if (piece.mark === 'danger') {
      const before = (pieces[at - 1]?.text ?? '').split('\n').at(-1) ?? '';
      const after = (pieces[at + 1]?.text ?? '').split('\n')[0] ?? '';
      if (lifted.at(-1)?.line !== line && lifted.length < mostLifted)
        lifted.push({
          line,
          mark,
          pieces: [
            { text: before.slice(-around), mark: 'plain' },
            piece,
            { text: after.slice(0, around), mark: pieces[at + 1]?.mark ?? 'plain' },
          ],
        });
      mark += 1;
    }
    line += piece.text.split('\n').length - 1;
  }
  return lifted;
}
