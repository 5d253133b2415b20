import type { Piece } from '../protocol/card.js';
import { element } from './dom.js';

export interface CommandBox {
  readonly box: HTMLElement;
  /** Stands after the last character: once it has been in view, the command could be read to its end. */
  readonly end: HTMLElement;
}

/** The whole text, never shortened; an over-long one scrolls inside its own focusable box. */
export function commandBox(pieces: readonly Piece[], caption: string): CommandBox {
  const end = element('span', { class: 'end', attributes: { 'aria-hidden': 'true' } });
  const code = element('code', {}, ...pieces.map(pieceNode), end);
  const box = element(
    'pre',
    { class: 'command', role: 'group', attributes: { tabindex: '0', 'aria-label': caption, dir: 'ltr' } },
    code,
  );
  return { box, end };
}

function pieceNode(piece: Piece): Node {
  if (piece.mark === 'plain') return document.createTextNode(piece.text);
  return element('mark', { class: piece.mark }, piece.text);
}
