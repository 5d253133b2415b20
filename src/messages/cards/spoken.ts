import type { Card, ChangeBlock, Piece } from '../../protocol/card.js';

/** The whole card as plain text in the card's own order, for reading aloud and for keeping. */
export function spokenCard(card: Card): string {
  const parts = [
    [card.title, `${card.bandWord}. ${card.score.words}`],
    [
      'Reasons:',
      ...card.reasons.map(({ text, weight }) => `- ${text}${weight === '' ? '' : ` (${weight})`}`),
    ],
    [`${card.payload.caption}:`, card.payload.pieces.map(spokenPiece).join('')],
    changeLines(card),
    card.safer === undefined ? [] : [`${card.safer.caption}:`, card.safer.command],
    card.stated === undefined ? [] : [`${card.stated.caption}:`, `\u201C${card.stated.quote}\u201D`],
    card.facts.map(({ term, detail }) => `${term}: ${detail}`),
    [card.live.status, card.live.detail],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function spokenPiece(piece: Piece): string {
  return piece.mark === 'hidden' ? `\u27E8${piece.text}\u27E9` : piece.text;
}

function changeLines({ change }: Card): readonly string[] {
  const lines = [...change.unknown, ...change.blocks.flatMap(blockLines)];
  const closing = [change.counts, ...change.notes].filter((words) => words !== '');
  return lines.length + closing.length === 0 ? [] : [`${change.caption}:`, ...lines, ...closing];
}

function blockLines(block: ChangeBlock): readonly string[] {
  const heading = block.heading === undefined ? [] : [`${block.heading.text} ${block.heading.counts}`.trim()];
  return [...heading, ...block.lines.map(({ spoken, text }) => `${spoken} ${text}`.trim())];
}
