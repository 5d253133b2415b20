import type { Value } from '../invocation.js';
import { isKnown, known } from '../value.js';
import { fromBytes, toBytes } from './bytes.js';

type ReadFile = (path: string) => Value | undefined;

/** Decoders of text: base64, hex, uuencode's kin. Undefined when the program is none or cannot be followed. */
export function decode(
  program: string,
  args: readonly string[],
  input: Value | undefined,
  file: ReadFile,
): Value | undefined {
  const how = decoderOf(program, args);
  if (how === undefined) return undefined;
  const source = sourceText(how.files, input, file);
  if (source === undefined) return undefined;
  const text = how.decode(source);
  return text === undefined ? undefined : known(text);
}

interface Decoder {
  readonly files: readonly string[];
  readonly decode: (text: string) => string | undefined;
}

function decoderOf(program: string, args: readonly string[]): Decoder | undefined {
  const files = args.filter((arg) => !arg.startsWith('-'));
  switch (program) {
    case 'base64':
    case 'gbase64':
      if (args.some((arg) => /^(?:-[a-ce-z]*[dD][a-z]*|--decode)$/.test(arg)))
        return { files, decode: decodedBase64 };
      return { files, decode: (text) => toBase64(text) };
    case 'basenc':
      if (args.includes('--base64') && args.some((arg) => /^(?:-d|--decode)$/.test(arg)))
        return { files, decode: decodedBase64 };
      if (args.includes('--base16') && args.some((arg) => /^(?:-d|--decode)$/.test(arg)))
        return { files, decode: fromHex };
      return undefined;
    case 'base32':
      return args.some((arg) => /^(?:-d|--decode)$/.test(arg)) ? { files, decode: fromBase32 } : undefined;
    case 'openssl':
      return openssl(args);
    case 'xxd':
      if (!args.some((arg) => /^-(?:r|rp|pr|revert|r.*)$/.test(arg) && arg.includes('r'))) return undefined;
      return { files, decode: args.some((arg) => arg.includes('p')) ? fromHex : fromHexDump };
    default:
      return undefined;
  }
}

function openssl(args: readonly string[]): Decoder | undefined {
  const isBase64 =
    args[0] === 'base64' || (args[0] === 'enc' && args.some((arg) => /^-(?:base64|a)$/.test(arg)));
  if (!isBase64 || !args.includes('-d')) return undefined;
  const at = args.indexOf('-in');
  const path = at < 0 ? undefined : args[at + 1];
  return { files: path === undefined ? [] : [path], decode: decodedBase64 };
}

function sourceText(files: readonly string[], input: Value | undefined, file: ReadFile): string | undefined {
  const path = files.find((each) => each !== '-');
  const source = path === undefined ? input : file(path);
  return source !== undefined && isKnown(source) ? source.text : undefined;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 as text, up to the first character that cannot belong to it. */
export function decodedBase64(text: string): string | undefined {
  const clean = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/');
  const valid = /^[A-Za-z0-9+/]*/.exec(clean)?.[0] ?? '';
  if (valid.length === 0) return undefined;
  return fromBytes(bitsToBytes(valid, alphabet, 6));
}

function fromBase32(text: string): string | undefined {
  const valid = /^[A-Z2-7]*/.exec(text.replace(/\s+/g, '').toUpperCase())?.[0] ?? '';
  return valid === '' ? undefined : fromBytes(bitsToBytes(valid, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5));
}

function bitsToBytes(text: string, digits: string, width: number): string {
  let bits = 0;
  let held = 0;
  let result = '';
  for (const character of text) {
    bits = (bits << width) | digits.indexOf(character);
    held += width;
    if (held < 8) continue;
    held -= 8;
    result += String.fromCharCode((bits >> held) & 255);
    bits &= (1 << held) - 1;
  }
  return result;
}

function toBase64(text: string): string {
  const bytes = toBytes(text);
  let result = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first, second, third] = [
      bytes.charCodeAt(index),
      bytes.charCodeAt(index + 1),
      bytes.charCodeAt(index + 2),
    ];
    const bits = (first << 16) | ((second || 0) << 8) | (third || 0);
    const digits = [18, 12, 6, 0].map((shift) => alphabet.charAt((bits >> shift) & 63)).join('');
    const missing = Math.max(0, index + 3 - bytes.length);
    result += missing === 0 ? digits : digits.slice(0, 4 - missing) + '='.repeat(missing);
  }
  return `${result}\n`;
}

export function fromHex(text: string): string | undefined {
  const digits = text.replace(/0x|\\x|\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(digits)) return undefined;
  return fromBytes(digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}

function fromHexDump(text: string): string | undefined {
  const digits = text
    .split('\n')
    .map((line) => /^[0-9a-fA-F]+:\s((?:[0-9a-fA-F]{2,4} ?)+)/.exec(line)?.[1] ?? '')
    .join('');
  return fromHex(digits);
}
