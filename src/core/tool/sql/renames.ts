import { action, type SqlAction } from './action.js';
import type { SqlToken } from './lexer.js';

/**
 * What a statement takes that gives things other names: the place of a thing that is there (`RENAME TABLE new TO orders` behind `orders TO
 * old`, `SWAP WITH`, `EXCHANGE TABLES`), or a thing from where others look for it (another database, a database's own name). Undefined for
 * a new name in the same place, and for statements of another kind.
 */
export function renameActions(tokens: readonly SqlToken[]): readonly SqlAction[] | undefined {
  const keys = tokens.map((token) => token.key);
  const [first = '', kind = ''] = keys;
  if (first === 'EXCHANGE')
    return [
      action('replace', kind === 'DICTIONARIES' ? 'dictionary' : 'table', namesIn(tokens.slice(2), 'AND')),
    ];
  if (first !== 'RENAME' && first !== 'ALTER') return undefined;
  const at = keys.findIndex((key, index) => index > 1 && /^(?:RENAME|SWAP|SET)$/.test(key));
  const names = [nameAt(tokens.slice(2)) ?? ''].filter((name) => name !== '');
  if (/^(?:DATABASE|SCHEMA|KEYSPACE|CATALOG)$/.test(kind))
    return first === 'RENAME' || keys[at] === 'RENAME'
      ? [action('stop', kind === 'DATABASE' ? 'database' : 'schema', names)]
      : undefined;
  if (first === 'RENAME') return ofPairs(tokens.slice(/^(?:TABLE|TABLES)$/.test(kind) ? 2 : 1));
  if (keys[at] === 'SWAP')
    return [action('replace', 'table', [...names, nameAt(tokens.slice(at + 2)) ?? ''])];
  if (keys[at] === 'SET')
    return keys[at + 1] === 'SCHEMA' ? [action('stop', kind.toLowerCase() || 'table', names)] : undefined;
  if (
    keys[at] !== 'RENAME' ||
    /^(?:COLUMN|INDEX|KEY|CONSTRAINT|ATTRIBUTE|VALUE|FIELD)$/.test(keys[at + 1] ?? '')
  )
    return undefined;
  const to = nameAt(tokens.slice(at + (/^(?:TO|AS)$/.test(keys[at + 1] ?? '') ? 2 : 1)));
  return to !== undefined && isElsewhere(names[0] ?? '', to) ? [action('stop', 'table', names)] : undefined;
}

/** The same of a statement that is nothing else. */
export function readRename(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const pairs = tokens[1]?.key === 'TABLE' ? partsOf(tokens.slice(2), ',') : [];
  const names = pairs.flatMap((pair) => nameAt(pair) ?? []);
  return renameActions(tokens) ?? [action('modify', names.length === 0 ? 'statement' : 'table', names)];
}

/** `a TO b, c TO a`. */
function ofPairs(tokens: readonly SqlToken[]): readonly SqlAction[] | undefined {
  const pairs = partsOf(tokens, ',').map((pair) => namesIn(pair, 'TO'));
  const taken = new Set(pairs.map(([from = '']) => from));
  const replaced = pairs.flatMap(([, to = '']) => (taken.has(to) ? [to] : []));
  if (replaced.length > 0) return [action('replace', 'table', replaced)];
  const moved = pairs.flatMap(([from = '', to = '']) => (isElsewhere(from, to) ? [from] : []));
  return moved.length > 0 ? [action('stop', 'table', moved)] : undefined;
}

/** The new name is qualified, and not as the old one. */
function isElsewhere(from: string, to: string): boolean {
  const qualifier = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));
  return qualifier(to) !== '' && qualifier(to) !== qualifier(from);
}

function namesIn(tokens: readonly SqlToken[], word: string): readonly string[] {
  return partsOf(tokens, word).flatMap((part) => nameAt(part) ?? []);
}

function partsOf(tokens: readonly SqlToken[], key: string): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.key === key) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The name at the beginning, with what qualifies it; `IF EXISTS` and `ONLY` are none of it. */
function nameAt(tokens: readonly SqlToken[]): string | undefined {
  const own = tokens.filter((token) => !/^(?:IF|EXISTS|ONLY)$/.test(token.key));
  const parts: string[] = [];
  for (let index = 0; index < own.length; index += 2) {
    const token = own[index];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) break;
    parts.push(token.text);
    if (own[index + 1]?.key !== '.') break;
  }
  return parts.length === 0 ? undefined : parts.join('.');
}
