/** Letters of other scripts that look like a Latin one, by the letter that they look like. */
const looks: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'a\u0430 c\u0441 d\u0501 e\u0435 h\u04BB i\u0456 j\u0458 k\u043A l\u04CF m\u043C n\u0578 o\u043E p\u0440 q\u051B s\u0455 t\u0442 u\u057D v\u0475 w\u051D x\u0445 y\u0443 ' +
    'A\u0410 B\u0412 C\u0421 E\u0415 H\u041D I\u0406 J\u0408 K\u041A M\u041C O\u041E P\u0420 S\u0405 T\u0422 X\u0425 Y\u04AE ' +
    'a\u03B1 i\u03B9 k\u03BA n\u03B7 o\u03BF p\u03C1 t\u03C4 u\u03C5 v\u03BD x\u03C7 y\u03B3 A\u0391 B\u0392 E\u0395 H\u0397 I\u0399 K\u039A M\u039C N\u039D O\u039F P\u03A1 T\u03A4 X\u03A7 Y\u03A5 Z\u0396 ' +
    'g\u0261 i\u0131 l\u01C0 o\u0585 h\u0570 s\uA731 -\u2010 -\u2011 -\u2012 -\u2013 -\u2212 /\u2044 /\u2215 .\u2024 _\uFF3F'
  )
    .split(' ')
    .map((pair) => [pair.slice(1), pair.slice(0, 1)]),
);

/** A character that looks like another one; `start` in UTF-16 units. */
export interface LookAlike {
  readonly start: number;
  readonly character: string;
  readonly like: string;
}

const word = /[\p{L}\p{N}_.\-\u2010-\u2015\u2212\u2044\u2215\u2024\uFF3F]+/gu;

/**
 * Characters that a reader takes for others: a letter of another script that looks Latin, in a word that is Latin else or
 * made of such letters alone, and full-width forms. A word in its own script stays as it is.
 */
export function lookAlikes(text: string): readonly LookAlike[] {
  // Nearly every command is ASCII.
  if (!/[^\0-\x7F]/.test(text)) return [];
  const found: LookAlike[] = [];
  for (const match of text.matchAll(word)) {
    const odd = [...oddIn(match[0], match.index)];
    if (odd.length === 0) continue;
    const others = [...match[0]].filter(
      (character) => /[^\0-\x7F]/.test(character) && likeOf(character) === undefined,
    );
    if (/[A-Za-z0-9]/.test(match[0]) || others.length === 0) found.push(...odd);
  }
  return found;
}

/** True for a name that a keyboard gives as it is read. */
export function isTypeable(name: string): boolean {
  return lookAlikes(name).length === 0;
}

function* oddIn(text: string, from: number): Iterable<LookAlike> {
  let at = from;
  for (const character of text) {
    const like = likeOf(character);
    if (like !== undefined) yield { start: at, character, like };
    at += character.length;
  }
}

function likeOf(character: string): string | undefined {
  const known = Object.hasOwn(looks, character) ? looks[character] : undefined;
  if (known !== undefined) return known;
  const plain = /[\uFF01-\uFF5E\u{1D400}-\u{1D7FF}]/u.test(character) ? character.normalize('NFKC') : '';
  return /^[\x21-\x7E]$/.test(plain) ? plain : undefined;
}
