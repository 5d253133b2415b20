import type { OpaqueReason, Value } from '../invocation.js';
import { joinReasons, makeValue } from '../value.js';

/** `echo`: words joined by blanks; `-e` reads escapes. */
export function echoed(words: readonly Value[]): Value {
  let index = 0;
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(words[index]?.text ?? '')) {
    const flags = words[index]?.text ?? '';
    if (flags.includes('n')) newline = false;
    if (flags.includes('e')) escapes = true;
    index += 1;
  }
  const rest = words.slice(index);
  const text = rest.map((word) => word.text).join(' ');
  return makeValue((escapes ? unescapeText(text) : text) + (newline ? '\n' : ''), reasonsOf(rest));
}

/** `printf FORMAT ARGS…`: repeated until the arguments are used up. */
export function formatted(words: readonly Value[]): Value {
  const given = words[0]?.text === '--' ? words.slice(1) : words;
  const format = given[0]?.text ?? '';
  const args = given.slice(1).map((word) => word.text);
  let text = '';
  let used = 0;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const before = used;
    text += format.replace(
      /%(%|[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?[a-zA-Z])|\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|0?[0-7]{1,3}|.)/gs,
      (part, spec: string | undefined) => {
        if (spec === undefined) return unescapeText(part);
        if (spec === '%') return '%';
        const value = args[used] ?? '';
        used += 1;
        return convert(spec, value);
      },
    );
    if (used >= args.length || used === before) break;
  }
  return makeValue(text, reasonsOf(given));
}

function convert(spec: string, value: string): string {
  const kind = spec.charAt(spec.length - 1);
  const width = /^([-0]*)(\d+)/.exec(spec);
  const text = convertPlain(kind, value);
  if (width === null) return text;
  const size = Math.min(Number(width[2]), 1_000);
  return width[1]?.includes('-') === true
    ? text.padEnd(size)
    : text.padStart(size, width[1]?.includes('0') === true ? '0' : ' ');
}

function convertPlain(kind: string, value: string): string {
  switch (kind) {
    case 'b':
      return unescapeText(value);
    case 'c':
      return value.charAt(0);
    case 'd':
    case 'i':
    case 'u':
      return String(numberOf(value));
    case 'x':
      return numberOf(value).toString(16);
    case 'X':
      return numberOf(value).toString(16).toUpperCase();
    case 'o':
      return numberOf(value).toString(8);
    default:
      return value;
  }
}

function numberOf(value: string): number {
  if (/^['"]/.test(value)) return value.codePointAt(1) ?? 0;
  const number = Number(value);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}

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
  '"': '"',
  "'": "'",
};

/** Backslash escapes of `echo -e` and `printf`. Bytes above 127 are read as UTF-8. */
export function unescapeText(text: string): string {
  let touched = false;
  const result = text.replace(
    /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|0[0-7]{0,3}|[0-7]{1,3}|[\s\S])/g,
    (part, body: string) => {
      if (/^x[0-9a-fA-F]/.test(body)) {
        touched = true;
        return String.fromCharCode(Number.parseInt(body.slice(1), 16));
      }
      if (/^[uU]/.test(body)) {
        const code = Number.parseInt(body.slice(1), 16);
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : part;
      }
      if (/^[0-7]/.test(body)) {
        touched = true;
        return String.fromCharCode(Number.parseInt(body, 8) & 255);
      }
      return named[body] ?? part;
    },
  );
  return touched && /[\u0080-\u00ff]/.test(result) ? fromBytes(result) : result;
}

/** Reads a text of bytes (one unit each) as UTF-8; text that is no UTF-8 stays as it is. */
export function fromBytes(bytes: string): string {
  if (/[\u0100-\uffff]/.test(bytes)) return bytes;
  try {
    return decodeURIComponent(
      bytes.replace(
        /[%\u0080-\u00ff]/g,
        (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ),
    );
  } catch {
    return bytes;
  }
}

function reasonsOf(words: readonly Value[]): readonly OpaqueReason[] {
  let reasons: readonly OpaqueReason[] = [];
  for (const word of words) reasons = joinReasons(reasons, word.opaque);
  return reasons;
}
