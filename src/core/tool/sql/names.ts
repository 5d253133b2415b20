import type { SqlToken } from './lexer.js';

/** Words that may stand between a command and the name. */
const filler =
  /^(?:IF|NOT|EXISTS|ONLY|TABLE|INTO|FROM|LOW_PRIORITY|QUICK|IGNORE|DELAYED|HIGH_PRIORITY|CONCURRENTLY|OVERWRITE|OR|REPLACE|ABORT|FAIL|ROLLBACK|CONTINUE|SHARE)$/;

/** The names that follow: `public.orders`, `a, b`. At most 20; a name with unknown parts is kept as it stands. */
export function namesAfter(tokens: readonly SqlToken[], start: number): readonly string[] {
  const names: string[] = [];
  let at = start;
  while (at < tokens.length && names.length < 20) {
    while (filler.test(tokens[at]?.key ?? '')) at += 1;
    const read = nameAt(tokens, at);
    if (read === undefined) break;
    names.push(read.name);
    at = read.end;
    if (tokens[at]?.key === '*') at += 1;
    if (tokens[at]?.key !== ',') break;
    at += 1;
  }
  return names;
}

/** The column behind `DROP`; more of them have a `DROP` each. */
export function columnAt(tokens: readonly SqlToken[], start: number): readonly string[] {
  let at = start;
  while (/^(?:COLUMN|IF|EXISTS|\()$/.test(tokens[at]?.key ?? '')) at += 1;
  const column = nameAt(tokens, at);
  return column === undefined ? [] : [column.name];
}

function nameAt(
  tokens: readonly SqlToken[],
  start: number,
): { readonly name: string; readonly end: number } | undefined {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const token = tokens[at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'text'))
      break;
    parts.push(token.text);
    at += 1;
    if (tokens[at]?.key !== '.') break;
    at += 1;
  }
  return parts.length === 0 ? undefined : { name: parts.join('.'), end: at };
}
