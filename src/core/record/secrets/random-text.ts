/** How much of a text changes from one kind of character to another: 0.63 where base64 is random, 0.3 in identifiers. */
const leastChanges = 0.42;
const shortest = 20;
/** What is longer is data, unless something else says that it is a secret. */
const longest = 512;

/** How files of pictures, archives and public keys begin in base64. */
const dataBeginnings = [
  ...[
    'iVBORw0KGgo',
    '/9j/',
    'R0lGOD',
    'UklGR',
    'PHN2Zy',
    'JVBERi0',
    'AAAB',
    'AAAA',
    'UEsDB',
    'H4sI',
    'LS0tLS1CRUdJTiBDRVJU',
  ],
];

/** True for a word that nobody wrote: capitals, small letters and digits in no order. Digests and ids in hex are none. */
export function looksRandom(word: string): boolean {
  if (word.length < shortest || word.length > longest) return false;
  const text = word.replace(/^[+/=_.-]{1,4}/, '');
  if (dataBeginnings.some((one) => text.startsWith(one))) return false;
  let changes = 0;
  let last = '';
  const seen = { upper: 0, lower: 0, digit: 0 };
  let letters = 0;
  for (const character of text) {
    const kind = kindOf(character);
    if (kind === undefined) continue;
    letters += 1;
    seen[kind] += 1;
    if (last !== '' && last !== kind) changes += 1;
    last = kind;
  }
  if (letters < shortest || Math.min(seen.upper, seen.lower) < 3 || seen.digit < 1) return false;
  return changes / (letters - 1) >= leastChanges;
}

function kindOf(character: string): 'upper' | 'lower' | 'digit' | undefined {
  if (character >= '0' && character <= '9') return 'digit';
  if (character >= 'A' && character <= 'Z') return 'upper';
  return character >= 'a' && character <= 'z' ? 'lower' : undefined;
}
