import type { SqlToken } from './lexer.js';

const ends = new Set(['RETURNING', 'LIMIT', 'ORDER', 'GROUP', 'ON', 'WINDOW', 'UNION', 'SETTINGS', 'OPTION']);

/** True when the statement has no WHERE, or one that takes every row (`1=1`, `true`, `id > 0`, `x = x`, `LIKE '%'`). */
export function takesEveryRow(tokens: readonly SqlToken[]): boolean {
  const start = outerIndexOf(tokens, 'WHERE');
  if (start < 0) return true;
  const rest = tokens.slice(start + 1);
  const stop = outerIndex(rest, (token) => ends.has(token.key));
  return isAlwaysTrue(stop < 0 ? rest : rest.slice(0, stop));
}

function isAlwaysTrue(tokens: readonly SqlToken[]): boolean {
  const bare = unwrap(tokens);
  return splitOuter(bare, 'OR').some((branch) =>
    splitOuter(branch, 'AND').every((part) => isTautology(unwrap(part))),
  );
}

function isTautology(tokens: readonly SqlToken[]): boolean {
  if (tokens.length === 0) return false;
  const [first, second, third, fourth] = tokens;
  if (tokens.some((token) => token.key === 'OR' || token.key === 'AND') && first?.key !== 'NOT')
    return isAlwaysTrue(tokens);
  if (tokens.length === 1)
    return first?.key === 'TRUE' || (first?.kind === 'number' && Number(first.text) !== 0);
  if (first?.key === 'NOT') return tokens.length === 2 && (second?.key === 'FALSE' || second?.text === '0');
  if (second?.key === 'LIKE' || second?.key === 'ILIKE') return tokens.length === 3 && third?.text === '%';
  if (tokens.length === 3 && second?.key === '=') return sameToken(first, third);
  if (isKey(first) && (second?.key === '>' || second?.key === '<')) {
    const limit = third?.key === '=' || third?.key === '>' ? fourth : third;
    return (limit?.text === '0' && second.key === '>') || (third?.key === '>' && limit?.text === '0');
  }
  return differs(tokens);
}

/** `1 <> 2`, `1 < 2`, `2 > 1` over literals. */
function differs(tokens: readonly SqlToken[]): boolean {
  const numbers = tokens.filter((token) => token.kind === 'number').map((token) => Number(token.text));
  const signs = tokens
    .filter((token) => token.kind === 'symbol')
    .map((token) => token.key)
    .join('');
  const [left, right] = numbers;
  if (left === undefined || right === undefined || numbers.length + signs.length !== tokens.length)
    return false;
  if (signs === '<>' || signs === '!=') return left !== right;
  if (signs === '<' || signs === '<=') return left < right;
  return (signs === '>' || signs === '>=') && left > right;
}

function isKey(token: SqlToken | undefined): boolean {
  return token !== undefined && /^(?:id|.*_id|uid|pk)$/i.test(token.text) && token.kind !== 'text';
}

function sameToken(left: SqlToken | undefined, right: SqlToken | undefined): boolean {
  return left !== undefined && right !== undefined && left.kind === right.kind && left.text === right.text;
}

function unwrap(tokens: readonly SqlToken[]): readonly SqlToken[] {
  let bare = tokens;
  while (bare.length >= 2 && bare[0]?.key === '(' && closesAtEnd(bare)) bare = bare.slice(1, -1);
  return bare;
}

function closesAtEnd(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    if (depth === 0) return index === tokens.length - 1;
  }
  return false;
}

function splitOuter(tokens: readonly SqlToken[], word: string): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    if (depth === 0 && token.key === word) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The first place of a keyword outside all parentheses; -1 for none. */
function outerIndexOf(tokens: readonly SqlToken[], word: string): number {
  return outerIndex(tokens, (token) => token.key === word);
}

function outerIndex(tokens: readonly SqlToken[], fits: (token: SqlToken) => boolean): number {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    if (depth === 0 && fits(token)) return index;
  }
  return -1;
}
