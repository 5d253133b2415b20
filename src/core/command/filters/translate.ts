import { classRanges } from '../glob.js';
import { isAscii } from './bytes.js';

/** `tr`; undefined for an option or a set that is not followed. It works on bytes, so only ASCII is known. */
export function translate(args: readonly string[], text: string): string | undefined {
  const flags = args.filter((arg) => /^-[cCds]+$/.test(arg)).join('');
  const given = args.filter((arg) => !/^-[cCds]+$/.test(arg));
  if (given.some((arg) => arg.startsWith('--') || /^-\w/.test(arg)) || !isAscii(text)) return undefined;
  const sets = given.map(charactersOf);
  const [from, to] = sets;
  if (from === undefined || sets.length > 2 || (sets.length > 1 && (to === undefined || to.length === 0)))
    return undefined;
  const complement = /[cC]/.test(flags);
  const has = (character: string): boolean => from.includes(character) !== complement;
  if (flags.includes('d')) {
    if (flags.includes('s') || to !== undefined) return undefined;
    return [...text].filter((character) => !has(character)).join('');
  }
  if (to === undefined) return flags.includes('s') ? squeeze(text, has) : undefined;
  // The complement is all other bytes in their order.
  if (complement && to.length > 1) return undefined;
  const last = to.at(-1) ?? '';
  const mapped = [...text].map((character) => {
    if (!has(character)) return character;
    return complement ? last : (to[from.lastIndexOf(character)] ?? last);
  });
  return flags.includes('s')
    ? squeeze(mapped.join(''), (character) => to.includes(character))
    : mapped.join('');
}

function squeeze(text: string, has: (character: string) => boolean): string {
  return [...text]
    .filter((character, index, all) => !(has(character) && all[index - 1] === character))
    .join('');
}

const controls: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

const member = /\[:(\w+):\]|\\([0-7]{1,3}|[\s\S])|\[(?:=|.\*)|[\s\S]/g;

/** The characters of a set: ranges, classes, escapes; undefined for a form that is not followed. */
function charactersOf(set: string): readonly string[] | undefined {
  const result: string[] = [];
  const found = [...set.matchAll(member)];
  for (let index = 0; index < found.length; index += 1) {
    const character = memberOf(found[index]);
    if (character === undefined || !isAscii(character)) return undefined;
    const isRange = found[index + 1]?.[0] === '-' && index + 2 < found.length;
    const high = isRange ? memberOf(found[index + 2]) : undefined;
    if (isRange) {
      if (high === undefined || character.length !== 1 || high.length !== 1 || high < character)
        return undefined;
      result.push(...range(character, high));
      index += 2;
    } else result.push(...character);
  }
  return result;
}

/** What one member of a set stands for: a character, or all those of a class. */
function memberOf(found: RegExpMatchArray | undefined): string | undefined {
  if (found === undefined) return undefined;
  const [whole, name, escaped] = found;
  if (name !== undefined) {
    const ranges = classRanges(name);
    return ranges.length === 0 ? undefined : ranges.flatMap(([low, high]) => range(low, high)).join('');
  }
  if (escaped === undefined) return whole.length === 1 ? whole : undefined;
  if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 255);
  return controls[escaped] ?? escaped;
}

function range(low: string, high: string): readonly string[] {
  const codes = Array.from({ length: high.charCodeAt(0) - low.charCodeAt(0) + 1 }, (_each, index) => index);
  return codes.map((code) => String.fromCharCode(low.charCodeAt(0) + code));
}
