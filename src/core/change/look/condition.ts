import type { SqlToken } from '../../tool/sql/lexer.js';

/** How a dialect writes what is asked. */
export interface SqlWriting {
  /** The name of a column or table. */
  readonly quote: (name: string) => string;
  /** Its functions that only compute from what they are given; nobody else can give them another meaning. */
  readonly functions: ReadonlySet<string>;
}

const longest = 4_000;

/** Words behind which a bracket opens no call. */
const beforeBracket = new Set([
  'IN',
  'AND',
  'OR',
  'NOT',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'IS',
  'THEN',
  'WHEN',
  'ELSE',
]);
/** Words that make more of it than a condition on one row. */
const foreign = new Set([
  ...[
    'SELECT',
    'WITH',
    'VALUES',
    'TABLE',
    'INTO',
    'UNION',
    'EXCEPT',
    'INTERSECT',
    'EXISTS',
    'ANY',
    'SOME',
    'ALL',
  ],
  ...[
    'CURRENT',
    'OPERATOR',
    'COLLATE',
    'ARRAY',
    'ROW',
    'PROCEDURE',
    'FOR',
    'LOCK',
    'OUTFILE',
    'DUMPFILE',
    'ESCAPE',
  ],
]);
const signs = new Set(['(', ')', ',', '.', '+', '-', '*', '/', '%', '<', '>', '=', '!', '|', ':']);
const joined = new Set(['<=', '>=', '<>', '!=', '||', '::']);

/**
 * A condition of a statement, written anew from its own tokens: columns, literals, comparisons, and a few functions that only
 * compute. Undefined for anything else: it is then not counted, because asking could run code of the server's.
 */
export function conditionOf(tokens: readonly SqlToken[], writing: SqlWriting): string | undefined {
  const parts: string[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const written = writtenAs(token, before, tokens[at + 1], writing);
    if (written === undefined || (isPath(tokens, at) && isNoColumn(tokens, at))) return undefined;
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    if (depth < 0) return undefined;
    const last = parts.at(-1) ?? '';
    const isPair = joined.has(`${last}${written}`) && token.kind === 'symbol';
    if (isPair || isDotted(token, before, tokens[at + 1])) parts[parts.length - 1] = `${last}${written}`;
    // With a blank before its bracket, MySQL takes the name for one of somebody's functions.
    else if (token.key === '(' && isFunction(before, writing)) parts[parts.length - 1] = `${last}(`;
    else if (before?.key === '.' && last.endsWith('.')) parts[parts.length - 1] = `${last}${written}`;
    else parts.push(written);
  }
  const text = parts.join(' ');
  const isWhole =
    depth === 0 &&
    text.length <= longest &&
    !parts.some((part) => part === ':' || part === '|' || part === '!');
  return isWhole ? text : undefined;
}

function writtenAs(
  token: SqlToken,
  before: SqlToken | undefined,
  next: SqlToken | undefined,
  writing: SqlWriting,
): string | undefined {
  const { kind, text, key } = token;
  switch (kind) {
    case 'name':
      return next?.key === '(' || !isPlain(text) ? undefined : writing.quote(text);
    case 'text':
      // A letter before a string may make another kind of it.
      return text.includes('\\') || !isPlain(text) || /^(?:E|U|X|B|N|_\w+)$/.test(before?.key ?? '')
        ? undefined
        : `'${text.replaceAll("'", "''")}'`;
    case 'number':
      return /^\d{1,40}(?:[eE]\d{1,4})?$/.test(text) ? text : undefined;
    case 'symbol':
      return signs.has(key) ? key : undefined;
    case 'word':
      if (!/^[A-Za-z_]\w{0,62}$/.test(text) || foreign.has(key)) return undefined;
      return next?.key !== '(' || writing.functions.has(key) || beforeBracket.has(key) ? text : undefined;
  }
}

/** True for the last name of several with dots between. */
function isPath(tokens: readonly SqlToken[], at: number): boolean {
  return tokens[at - 1]?.key === '.' && tokens[at]?.kind !== 'symbol' && tokens[at]?.kind !== 'number';
}

/** A function, a type that is cast to, or one in front of a text: with a schema before it, it may be anybody's. */
function isNoColumn(tokens: readonly SqlToken[], at: number): boolean {
  let first = at;
  while (tokens[first - 1]?.key === '.') first -= 2;
  const next = tokens[at + 1];
  return tokens[first - 1]?.key === ':' || next?.key === '(' || next?.kind === 'text';
}

function isFunction(token: SqlToken | undefined, { functions }: SqlWriting): boolean {
  return token?.kind === 'word' && functions.has(token.key);
}

/** `t.column` and `1.5` are one word each. */
function isDotted(token: SqlToken, before: SqlToken | undefined, next: SqlToken | undefined): boolean {
  return token.key === '.' && before !== undefined && next !== undefined && before.kind !== 'symbol';
}

/** No character that a terminal or a client could take for more than a letter. */
function isPlain(text: string): boolean {
  return text.length <= 1_000 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFC]/u.test(text);
}
