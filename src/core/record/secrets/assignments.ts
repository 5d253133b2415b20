import type { Span } from '../../shared/span.js';
import { isSecretName } from './secret-name.js';
import { isExpression, isReference, skipBlanks, valueAt } from './value.js';

const longestName = 100;

/** The name left of a sign, as its last characters tell it. */
interface Named {
  readonly name: string;
  readonly start: number;
  readonly isQuoted: boolean;
  readonly isSpaced: boolean;
}

/**
 * Values that a secret's name stands before: `NAME=value`, `name: value`, `"name": "value"`, `--name=value`, a header,
 * a parameter of an address, `<name>value</name>`, `put("name", "value")`, and a name and a value as two keys.
 */
export function assignedSecrets(text: string): readonly Span[] {
  const found: Span[] = [];
  let pairUntil = -1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign !== '=' && sign !== ':' && sign !== ',' && sign !== '>') continue;
    const left = nameBefore(text, at);
    if (left === undefined || (sign === ',' && !left.isQuoted)) continue;
    if (sign === '>' && !isTag(text, left, at)) continue;
    if (sign === ':' && (text[at + 1] === ':' || text[at - 1] === ':' || text.startsWith('//', at + 1)))
      continue;
    const start = valueStart(text, at, left);
    if (start === undefined) continue;
    if (/^(?:name|key|Name|Key)$/.test(left.name) && sign !== ',') {
      const named = /^["'\\]{0,4}([\w.-]{1,100})/.exec(text.slice(start, start + longestName))?.[1] ?? '';
      pairUntil = isSecretName(named) ? start + 300 : -1;
      continue;
    }
    const isPairs = /^(?:value|Value)$/.test(left.name) && at < pairUntil;
    if (!isPairs && !isOfSecret(text, left)) continue;
    if (/^[[{](?!\{)/.test(text.slice(start, start + 2))) continue;
    if (sign === ',' && !/["']/.test(text.charAt(start))) continue;
    const span = sign === '>' ? tagged(text, start) : assigned(text, start, left);
    if (span[1] > span[0]) found.push(span);
    // Also where nothing is taken out: what was read once is not read again.
    at = Math.max(at, span[1] - 1);
  }
  return found;
}

/** What is taken out; an empty span at the end of what was read where that is nothing. */
function assigned(text: string, start: number, left: Named): Span {
  if (isHeader(left.name)) return headerValue(text, start, left.name);
  const block = /^[|>][+-]?\d?[ \t]{0,4}\n/.exec(text.slice(start, start + 8));
  if (block) return indentedBlock(text, start + block[0].length);
  const value = valueAt(text, start);
  const isNone =
    isReference(text, value) ||
    (value.quote === '' && left.isSpaced && isExpression(text.slice(...value.span)));
  return isNone ? [value.end, value.end] : value.span;
}

function isOfSecret(text: string, { name, start }: Named): boolean {
  // What signs an address opens it.
  if (
    /[?&]/.test(text.charAt(start - 1)) &&
    /^(?:sig|signature|X-Amz-Signature|auth|hash|key|code)$/i.test(name)
  )
    return true;
  return /^_auth$|(?:^|_)AUTH$/.test(name) || isSecretName(name);
}

function isHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i.test(name);
}

/** The kind of a credential may be read, what follows may not; cookies and signatures go on to the end of the line. */
function headerValue(text: string, start: number, name: string): Span {
  let from = start;
  while (from < text.length && /["'\\]/.test(text.charAt(from))) from += 1;
  const scheme = /^[A-Za-z][\w-]{2,24} +/.exec(text.slice(from, from + 40))?.[0] ?? '';
  const isLong = /cookie$/i.test(name) || /^(?:AWS4|Digest|OAuth|Signature|Hawk)/i.test(scheme);
  from += scheme.length;
  let to = from;
  while (to < text.length && !(isLong ? /["'\n\r]/ : /["'\s;|&\\]/).test(text.charAt(to))) to += 1;
  const value = { span: [from, to] as const, quote: '' as const, end: to };
  return isReference(text, value) ? [to, to] : value.span;
}

/** YAML: the lines below that stand further in. */
function indentedBlock(text: string, from: number): Span {
  let at = from;
  while (at < text.length && /[ \t\n]/.test(text.charAt(at))) {
    const end = text.indexOf('\n', at);
    if (end < 0) return [from, text.length];
    at = end + 1;
  }
  return [skipBlanks(text, from), Math.max(from, at - 1)];
}

function isTag(text: string, { start, isQuoted, isSpaced }: Named, at: number): boolean {
  return !isQuoted && !isSpaced && text[start - 1] === '<' && text[at - 1] !== '/';
}

function tagged(text: string, from: number): Span {
  const to = text.indexOf('<', from);
  const end = to < 0 ? text.length : to;
  const value = { span: [from, end] as const, quote: '' as const, end };
  return isReference(text, value) ? [end, end] : value.span;
}

/** Where the value begins; undefined where there is none: `NAME= command`, a line that ends. */
function valueStart(text: string, at: number, left: Named): number | undefined {
  let start = at + 1;
  while (start - at <= 2 && /[=>~]/.test(text.charAt(start)) && text[at] !== '>') start += 1;
  const blank = skipBlanks(text, start);
  if (blank > start && text[at] === '=' && !left.isSpaced) return undefined;
  if (blank >= text.length || /[\n\r]/.test(text.charAt(blank))) return undefined;
  // The quote that ends a text: `grep "password=" notes`.
  const isJson = left.isQuoted && text[at] === ':';
  if (!isJson && /^["'](?:[\s;|&)\]}]|$)/.test(text.slice(blank, blank + 2))) return undefined;
  return blank;
}

function nameBefore(text: string, at: number): Named | undefined {
  let end = at;
  if (text[at] !== '>') while (end > 0 && at - end < 8 && /[ \t:]/.test(text.charAt(end - 1))) end -= 1;
  const isSpaced = end < at;
  let isQuoted = false;
  for (let count = 0; count < 6 && end > 0 && /["'\\\])]/.test(text.charAt(end - 1)); count += 1) {
    end -= 1;
    isQuoted = true;
  }
  let start = end;
  while (start > 0 && end - start < longestName && /[\w.$-]/.test(text.charAt(start - 1))) start -= 1;
  const name = text.slice(start, end);
  return name === '' ? undefined : { name, start, isQuoted, isSpaced };
}
