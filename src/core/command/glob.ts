/** Longest text or pattern that is matched; the cost is the product of both. */
const longestMatch = 4_096;

type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'text'; readonly text: string };

export type Pattern = readonly Token[];

/** Marks the next character of a pattern as literal; chosen because no shell text can hold a NUL. */
const literalMark = '\0';

export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\]/g, (character) => literalMark + character);
}

/** Compiles `*`, `?` and `[...]`; undefined for what it does not know (extended patterns) or when it is too long. */
export function compilePattern(text: string): Pattern | undefined {
  if (text.length > longestMatch || /[?*+@!]\(/.test(text)) return undefined;
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === literalMark || character === '\\') {
      index += 1;
      tokens.push({ kind: 'text', text: text.charAt(index) });
    } else if (character === '*') {
      if (tokens.at(-1)?.kind !== 'any') tokens.push({ kind: 'any' });
    } else if (character === '?') tokens.push({ kind: 'one' });
    else if (character === '[') {
      const set = readSet(text, index);
      if (set === undefined) tokens.push({ kind: 'text', text: character });
      else {
        tokens.push(set.token);
        index = set.end;
      }
    } else tokens.push({ kind: 'text', text: character });
  }
  return tokens;
}

function readSet(text: string, start: number): { readonly token: Token; readonly end: number } | undefined {
  let index = start + 1;
  const negated = text.charAt(index) === '!' || text.charAt(index) === '^';
  if (negated) index += 1;
  const ranges: (readonly [string, string])[] = [];
  for (let first = true; index < text.length; first = false) {
    if (text.charAt(index) === ']' && !first) return { token: { kind: 'set', negated, ranges }, end: index };
    if (text.startsWith('[:', index)) {
      const end = text.indexOf(':]', index);
      if (end > 0) {
        ranges.push(...classRanges(text.slice(index + 2, end)));
        index = end + 2;
        continue;
      }
    }
    if (text.charAt(index) === literalMark) index += 1;
    const low = text.charAt(index);
    if (text.charAt(index + 1) === '-' && text.charAt(index + 2) !== ']') {
      ranges.push([low, text.charAt(index + 2)]);
      index += 3;
    } else {
      ranges.push([low, low]);
      index += 1;
    }
  }
  return undefined;
}

export function classRanges(name: string): readonly (readonly [string, string])[] {
  switch (name) {
    case 'lower':
      return [['a', 'z']];
    case 'upper':
      return [['A', 'Z']];
    case 'digit':
      return [['0', '9']];
    case 'alpha':
      return [
        ['a', 'z'],
        ['A', 'Z'],
      ];
    case 'alnum':
      return [
        ['a', 'z'],
        ['A', 'Z'],
        ['0', '9'],
      ];
    case 'space':
      return [
        ['\t', '\r'],
        [' ', ' '],
      ];
    case 'blank':
      return [
        ['\t', '\t'],
        [' ', ' '],
      ];
    default:
      return [];
  }
}

/** Whether the whole of `text` matches; undefined when it is too long to say. */
export function matches(pattern: Pattern, text: string): boolean | undefined {
  if (text.length > longestMatch) return undefined;
  let at = 0;
  let token = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = pattern[token];
    if (current?.kind === 'any') {
      starToken = token;
      starAt = at;
      token += 1;
    } else if (current !== undefined && matchesOne(current, text.charAt(at))) {
      token += 1;
      at += 1;
    } else if (starToken >= 0) {
      token = starToken + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  while (pattern[token]?.kind === 'any') token += 1;
  return token === pattern.length;
}

function matchesOne(token: Token, character: string): boolean {
  switch (token.kind) {
    case 'any':
    case 'one':
      return true;
    case 'text':
      return token.text === character;
    case 'set':
      return token.ranges.some(([low, high]) => low <= character && character <= high) !== token.negated;
  }
}

export function isGlob(text: string): boolean {
  if (/[*?]|[@!+]\(/.test(text)) return true;
  const open = text.search(/\[[^\]]/);
  return open >= 0 && text.lastIndexOf(']') > open;
}
