import { err, ok, type Result } from './result.js';

/** Why a value has no canonical bytes. `at` is the path to it, `$.call.payload`. */
export interface CanonicalError {
  readonly code: 'not-json' | 'ill-formed-text' | 'not-finite' | 'too-deep';
  readonly at: string;
}

const deepest = 64;

/**
 * The one text of a JSON value (RFC 8785): keys by UTF-16 code units, ECMAScript numbers, no spaces. Strict: a lone
 * surrogate, NaN, undefined, a function or an instance of a class has no text.
 */
export function canonical(value: unknown): Result<string, CanonicalError> {
  const writer = new CanonicalWriter();
  const text = writer.write(value, '$', 0);
  return writer.error ? err(writer.error) : ok(text);
}

/** True when a text is the one text of the value that it was parsed to. */
export function isCanonical(text: string, value: unknown): boolean {
  // Quick, and the same wherever keys stand in order and no lone surrogate is written out.
  if (!text.includes('\\ud') && isInOrder(value, 0)) return JSON.stringify(value) === text;
  const again = canonical(value);
  return again.ok && again.value === text;
}

function isInOrder(value: unknown, depth: number): boolean {
  if (!isMembers(value)) return true;
  if (depth >= deepest) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  let last = '';
  // What was parsed has no members but its own; a list of them would be made for nothing.
  for (const key in value) {
    if (key < last || !isInOrder(value[key], depth + 1)) return false;
    last = key;
  }
  return true;
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** True when the text holds no lone surrogate, so that it has exactly one UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text);
}

class CanonicalWriter {
  error: CanonicalError | undefined;

  write(value: unknown, at: string, depth: number): string {
    if (depth > deepest) return this.refuse('too-deep', at);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return this.text(value, at);
    if (typeof value === 'number') {
      return Number.isFinite(value) ? JSON.stringify(value) : this.refuse('not-finite', at);
    }
    if (Array.isArray(value)) {
      return `[${value.map((item, index) => this.write(item, `${at}[${index}]`, depth + 1)).join(',')}]`;
    }
    return isPlain(value) ? this.object(value, at, depth) : this.refuse('not-json', at);
  }

  private object(value: object, at: string, depth: number): string {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${this.text(key, at)}:${this.write(member, `${at}.${key}`, depth + 1)}`);
    return `{${members.join(',')}}`;
  }

  private text(value: string, at: string): string {
    return isWellFormed(value) ? JSON.stringify(value) : this.refuse('ill-formed-text', at);
  }

  private refuse(code: CanonicalError['code'], at: string): string {
    this.error ??= { code, at };
    return 'null';
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
