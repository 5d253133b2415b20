import { isAscii } from './bytes.js';
import { readEscapes } from './escapes.js';

/** One `%` of a format, with the numbers that its `*` took. */
export interface Directive {
  readonly kind: string;
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
}

interface Printed {
  readonly bytes: string;
  readonly ends: boolean;
}

/** Widest field that is written out. */
const widest = 1_000;

/** What the directive prints for the next argument; undefined for what is refused, or hangs on the machine. */
export function printed(directive: Directive, take: () => string): Printed | undefined {
  const { kind } = directive;
  if (kind === '%') {
    const isBare = directive.flags + directive.width === '' && directive.precision === undefined;
    return isBare ? { bytes: '%', ends: false } : undefined;
  }
  const width = lengthOf(directive.width);
  const precision = directive.precision === undefined ? -1 : lengthOf(directive.precision);
  if (width === undefined || precision === undefined) return undefined;
  const argument = take();
  const text = /[sbcqQ]/.test(kind) ? textOf(kind, argument) : undefined;
  if (text !== undefined) {
    const isSized = directive.width !== '' || directive.precision !== undefined;
    // How wide other letters are hangs on the locale.
    if (isSized && !isAscii(text.bytes)) return undefined;
    const cut = precision < 0 || kind === 'c' ? text.bytes : text.bytes.slice(0, precision);
    return { bytes: padded(cut, width, directive.flags.replace('0', '')), ends: text.ends };
  }
  const number = /[diuoxX]/.test(kind) ? digitsOf(directive, argument, precision) : undefined;
  if (number === undefined) return undefined;
  const flags = precision < 0 ? directive.flags : directive.flags.replaceAll('0', '');
  return { bytes: padded(number, width, flags), ends: false };
}

/** A width or a precision; undefined where it is none or too wide to be written out. */
function lengthOf(text: string): number | undefined {
  if (text === '') return 0;
  const length = /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
  return length === undefined || Math.abs(length) > widest ? undefined : length;
}

function padded(text: string, width: number, flags: string): string {
  if (width < 0 || flags.includes('-')) return text.padEnd(Math.abs(width));
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^(?:[-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function textOf(kind: string, argument: string): Printed | undefined {
  switch (kind) {
    case 's':
      return { bytes: argument, ends: false };
    case 'b':
      return readEscapes(argument, 'text');
    case 'c':
      // Of nothing it prints a NUL, of another letter the first byte.
      return argument !== '' && isAscii(argument.charAt(0))
        ? { bytes: argument.charAt(0), ends: false }
        : undefined;
    case 'q': {
      const quoted = quotedForShell(argument);
      return quoted === undefined ? undefined : { bytes: quoted, ends: false };
    }
    default:
      return undefined;
  }
}

/** A word as `printf %q` writes it; undefined where it writes `$'…'`. */
function quotedForShell(text: string): string | undefined {
  if (text === '') return "''";
  if (!/^[ -~]*$/.test(text)) return undefined;
  return text.replace(/[ !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[:=])~/g, '\\$&');
}

/** An integer as the directive writes it, without its width; undefined where the shell refuses the argument or cuts it. */
function digitsOf({ kind, flags }: Directive, argument: string, precision: number): string | undefined {
  const value = integerOf(argument);
  if (value === undefined) return undefined;
  const isSigned = kind === 'd' || kind === 'i';
  const size = isSigned ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const digits = size.toString(kind === 'o' ? 8 : /[xX]/.test(kind) ? 16 : 10);
  const long = size === 0n && precision === 0 ? '' : digits.padStart(precision, '0');
  const sign = !isSigned ? '' : value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const isAlternate = flags.includes('#') && (size !== 0n || (kind === 'o' && long === ''));
  const mark = !isAlternate
    ? ''
    : kind === 'o'
      ? long.startsWith('0')
        ? ''
        : '0'
      : /[xX]/.test(kind)
        ? '0x'
        : '';
  const text = sign + mark + long;
  return kind === 'X' ? text.toUpperCase() : text;
}

function integerOf(argument: string): bigint | undefined {
  if (/^["']/.test(argument)) {
    const character = argument.slice(1);
    return character === '' ? 0n : isAscii(character) ? BigInt(character.charCodeAt(0)) : undefined;
  }
  if (argument === '') return 0n;
  const found = /^\s*(?<sign>[-+]?)(?<digits>0[xX][0-9a-fA-F]{1,15}|0[0-7]{0,20}|[1-9]\d{0,17})$/.exec(
    argument,
  );
  const digits = found?.groups?.['digits'];
  if (digits === undefined) return undefined;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return found?.groups?.['sign'] === '-' ? -size : size;
}
