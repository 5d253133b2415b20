import { visit } from 'jsonc-parser';
import type { JsonValue } from '../core/toolcall/toolcall.js';
import { decodeJson } from './decode-json.js';

/** A line of JSON, and how far another program could read it differently. */
export interface StrictJson {
  readonly value: JsonValue;
  /** True when every reader of JSON and of lines sees `value` in it: it may be passed on as it came. */
  readonly isPlain: boolean;
  /** The first number that no double holds exactly, as it is written. */
  readonly inexact?: string;
}

/** Characters at which some programs end a line. In JSON text they stand only in strings, a carriage return between tokens. */
const lineEnds = /[\r\u0085\u2028\u2029]/;

/** Nobody nests deeper, and programs that read what is nested run out of stack at some thousands. */
const deepest = 500;

/** Reads one line. Undefined for what is no JSON in UTF-8, or nested too deep. */
export function readStrictJson(line: Uint8Array): StrictJson | undefined {
  const text = utf8(line);
  const parsed = text === undefined || isTooDeep(text) ? undefined : decodeJson(text);
  if (text === undefined || parsed === undefined) return undefined;
  if (JSON.stringify(parsed.value) === text) return { ...parsed, isPlain: !lineEnds.test(text) };
  const { hasTwins, inexact } = scan(text);
  return {
    value: parsed.value,
    isPlain: !hasTwins && !lineEnds.test(text),
    ...(inexact === undefined ? {} : { inexact }),
  };
}

/** A value on one line that no reader of lines cuts in two. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}

/** Counts brackets outside of strings; in text that is no JSON the count means nothing, and nothing hangs on it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString && code === backslash) index += 1;
    else if (code === quote) isInString = !isInString;
    else if (isInString) continue;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Names that stand twice in one object, and numbers that change when they are read. */
function scan(text: string): { readonly hasTwins: boolean; readonly inexact: string | undefined } {
  const open: Set<string>[] = [];
  let hasTwins = false;
  let inexact: string | undefined;
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name) => {
      const names = open.at(-1);
      if (names?.has(name)) hasTwins = true;
      names?.add(name);
    },
    onLiteralValue: (value: unknown, offset, length) => {
      if (typeof value !== 'number') return;
      const written = text.slice(offset, offset + length);
      if (!isExact(written, value)) inexact ??= written;
    },
  });
  return { hasTwins, inexact };
}

function isExact(written: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  return !/^-?\d+$/.test(written) || Number.isSafeInteger(value) || BigInt(written) === BigInt(value);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
