import type { Piece } from '../protocol/card.js';
import { element } from './dom.js';

export interface CommandBox {
  readonly box: HTMLElement;
  /** Stands after the last character: once it has been in view, the command could be read to its end. */
  readonly end: HTMLElement;
  /** What is marked as doing something, in its order. */
  marks(): readonly HTMLElement[];
}

/** A block is laid out only when it comes into view, so that a text of megabytes does not stop the page. */
const blockLength = 8_000;

/** The whole text, never shortened; an over-long one scrolls inside its own focusable box, which `control` names. */
export function commandBox(pieces: readonly Piece[], caption: string, control: string): CommandBox {
  const end = element('span', { class: 'end', attributes: { 'aria-hidden': 'true' } });
  const blocks = blocksOf(pieces);
  const code =
    blocks.length === 1
      ? element('code', {}, ...(blocks[0] ?? []), end)
      : element('code', {}, ...blocks.map((nodes) => element('span', { class: 'block' }, ...nodes)), end);
  const box = element(
    'pre',
    {
      class: 'command',
      role: 'group',
      attributes: { tabindex: '0', 'aria-label': caption, dir: 'ltr', 'data-control': control },
    },
    code,
  );
  return { box, end, marks: () => [...box.querySelectorAll<HTMLElement>('mark.danger')] };
}

/** Ends a block only after a line, so that blocks below each other read as the text does. */
function blocksOf(pieces: readonly Piece[]): readonly (readonly Node[])[] {
  const blocks: Node[][] = [[]];
  let length = 0;
  for (const piece of pieces) {
    for (const text of piece.mark === 'plain' ? runs(piece.text, blockLength - length) : [piece.text]) {
      if (length >= blockLength && endsLine(blocks.at(-1)?.at(-1))) {
        blocks.push([]);
        length = 0;
      }
      blocks.at(-1)?.push(piece.mark === 'plain' ? document.createTextNode(text) : markNode(piece));
      length += text.length;
    }
  }
  return blocks;
}

/** The text in stretches that end with a line once they are long enough; the first one may be shorter. */
function runs(text: string, first: number): readonly string[] {
  const stretches: string[] = [];
  let least = Math.max(1, first);
  for (let from = 0; from < text.length; ) {
    const line = text.indexOf('\n', from + least - 1);
    const to = line < 0 ? text.length : line + 1;
    stretches.push(text.slice(from, to));
    from = to;
    least = blockLength;
  }
  return stretches;
}

function endsLine(node: Node | undefined): boolean {
  return node?.textContent?.endsWith('\n') ?? false;
}

function markNode(piece: Piece): Node {
  return element('mark', { class: piece.mark }, piece.text);
}
