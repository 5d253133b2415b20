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
  const text = writer.write(value);
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
  /** The way to the value at hand, by keys and places; its text is made only where something is refused. */
  private readonly way: (string | number)[] = [];

  write(value: unknown): string {
    if (this.way.length > deepest) return this.refuse('too-deep');
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') {
      return Number.isFinite(value) ? JSON.stringify(value) : this.refuse('not-finite');
    }
    if (Array.isArray(value)) return `[${value.map((item, index) => this.inside(index, item)).join(',')}]`;
    return isPlain(value) ? this.object(value) : this.refuse('not-json');
  }

  private object(value: object): string {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${this.text(key)}:${this.inside(key, member)}`);
    return `{${members.join(',')}}`;
  }

  private inside(step: string | number, value: unknown): string {
    this.way.push(step);
    const text = this.write(value);
    this.way.pop();
    return text;
  }

  private text(value: string): string {
    return isWellFormed(value) ? JSON.stringify(value) : this.refuse('ill-formed-text');
  }

  private refuse(code: CanonicalError['code']): string {
    const steps = this.way.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    this.error ??= { code, at: `$${steps.join('')}` };
    return 'null';
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
