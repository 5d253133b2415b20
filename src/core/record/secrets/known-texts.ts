/** Shorter ones are known only where they are the whole text. */
const leastInText = 4;
/** As much of a text is compared; what follows it up to the next blank goes with it. */
const compared = 64;
/** How every mark begins. */
const mark = '‹secret';

interface Node {
  readonly next: Map<string, Node>;
  /** Set where a text ends here, or is longer than what is compared. */
  whole?: string;
}

/** Texts that were found to be secrets in one place, so that they are found in every other one. Its time does not hang on how many. */
export class KnownTexts {
  private readonly all: ReadonlySet<string>;
  private readonly root: Node = { next: new Map() };

  constructor(texts: readonly string[]) {
    this.all = new Set(texts.filter((text) => text.trim() !== ''));
    for (const text of this.all) if (text.length >= leastInText) this.add(text);
  }

  replacedIn(text: string, markOf: (known: string) => string): string {
    if (this.all.size === 0) return text;
    if (this.all.has(text)) return markOf(text);
    let done = '';
    let from = 0;
    for (let at = 0; at < text.length; ) {
      // The word of a mark is none, also where somebody's password is that word. What stands behind it is still looked at.
      if (text.startsWith(mark, at)) {
        at += mark.length;
        continue;
      }
      const end = this.endOf(text, at);
      if (end > at) {
        done += `${text.slice(from, at)}${markOf(text.slice(at, end))}`;
        from = end;
      }
      at = Math.max(end, at + 1);
    }
    return from === 0 ? text : `${done}${text.slice(from)}`;
  }

  private add(text: string): void {
    let node = this.root;
    for (const character of text.slice(0, compared).split('')) {
      let next = node.next.get(character);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(character, next);
      }
      node = next;
    }
    if (node.whole === undefined || node.whole.length < text.length) node.whole = text;
  }

  /** Where the longest known text that begins here ends; `at` where none does. */
  private endOf(text: string, at: number): number {
    let node: Node | undefined = this.root;
    let end = at;
    for (let index = at; node !== undefined && index <= text.length; index += 1) {
      const { whole }: Node = node;
      if (whole !== undefined) end = whole.length <= compared ? index : longEnd(text, at, index, whole);
      node = node.next.get(text.charAt(index));
    }
    return end;
  }
}

function longEnd(text: string, at: number, compared: number, whole: string): number {
  if (text.startsWith(whole, at)) return at + whole.length;
  let end = compared;
  while (end < text.length && /\S/.test(text.charAt(end))) end += 1;
  return end;
}
