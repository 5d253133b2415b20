import { toBytes } from './bytes.js';

/** Whose escapes they are: `echo -e`, the format of `printf`, the text behind its `%b`. */
export type Dialect = 'echo' | 'format' | 'text';

const named: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};

const escaped =
  /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|0[0-7]{0,3}|[1-7][0-7]{0,2}|[\s\S])/g;

/** Bytes with their backslash escapes read; `ends` at a `\c`, behind which nothing is printed any more. */
export function readEscapes(
  bytes: string,
  dialect: Dialect,
): { readonly bytes: string; readonly ends: boolean } {
  let result = '';
  let end = 0;
  for (const { 0: whole, 1: body = '', index } of bytes.matchAll(escaped)) {
    result += bytes.slice(end, index);
    end = index + whole.length;
    if (body === 'c' && dialect !== 'format') return { bytes: result, ends: true };
    result += meaning(body, dialect) ?? whole;
  }
  return { bytes: result + bytes.slice(end), ends: false };
}

function meaning(body: string, dialect: Dialect): string | undefined {
  if (/^x./.test(body)) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
  if (/^[uU]./.test(body)) {
    const code = Number.parseInt(body.slice(1), 16);
    return code <= 0x10_ff_ff ? toBytes(String.fromCodePoint(code)) : undefined;
  }
  if (/^[0-7]/.test(body)) {
    if (dialect === 'echo' && !body.startsWith('0')) return undefined;
    // The format counts the nought as one of its three digits.
    const digits = dialect === 'format' ? body.slice(0, 3) : body;
    return String.fromCharCode(Number.parseInt(digits, 8) & 255) + body.slice(digits.length);
  }
  if (dialect !== 'echo' && /^["'?]$/.test(body)) return body;
  return named[body];
}
