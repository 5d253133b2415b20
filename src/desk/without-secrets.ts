import { decodeShownCall, type ShownCall } from '../core/countersign/decode-shown-call.js';
import { type MarkOf, redacted, secretsIn, unnamed } from '../core/record/redact.js';
import { KnownTexts } from '../core/record/secrets/known-texts.js';
import { isSecretName } from '../core/record/secrets/secret-name.js';
import { isReference } from '../core/record/secrets/value.js';
import type { Result } from '../core/shared/result.js';
import { isObject } from '../protocol/ring.js';

/** What can be signed and shown to others, and in how many texts a secret stood. */
export interface Cleaned {
  readonly shown: ShownCall;
  readonly withheld: number;
}

/**
 * Takes out what looks like a secret, everywhere: a password on a command line also stands in the words of the effects
 * and in the reasons. Where it stood in a command, marks that point into the command are dropped with it.
 */
export function withoutSecrets(whole: ShownCall, mark: MarkOf = unnamed): Result<Cleaned, string> {
  const cleaner = new Cleaner(
    [...[...new Set(textsOf(whole))].flatMap(secretsIn), ...namedSecrets(whole)],
    mark,
  );
  const cleaned = cleaner.clean(whole);
  const decoded = decodeShownCall(cleaner.withheld === 0 ? whole : withoutSpans(cleaned));
  return decoded.ok ? { ok: true, value: { shown: decoded.value, withheld: cleaner.withheld } } : decoded;
}

class Cleaner {
  withheld = 0;
  private readonly known: KnownTexts;
  private readonly done = new Map<string, string>();

  constructor(
    secrets: readonly string[],
    private readonly mark: MarkOf,
  ) {
    this.known = new KnownTexts(secrets);
  }

  clean(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.clean(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.member(key, member)]));
  }

  /** A name makes a secret of the text beside it, as in JSON. */
  private member(key: string, member: unknown): unknown {
    if (typeof member !== 'string' || !isSecretIn(key, member)) return this.clean(member);
    this.withheld += 1;
    return this.mark(member);
  }

  private text(text: string): string {
    const clean = this.done.get(text) ?? this.known.replacedIn(redacted(text, this.mark), this.mark);
    this.done.set(text, clean);
    if (clean !== text) this.withheld += 1;
    return clean;
  }
}

/** A text that is itself JSON holds texts: in it a line's end is written as two characters. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value, ...textsOf(structureIn(value))];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

function structureIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Members that stand beside a secret's name. */
function namedSecrets(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namedSecrets);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' ? (isSecretIn(key, member) ? [member] : []) : namedSecrets(member),
  );
}

function isSecretIn(key: string, member: string): boolean {
  return (
    isSecretName(key) && !isReference(member, { span: [0, member.length], quote: '"', end: member.length })
  );
}

function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (!isObject(value)) return value;
  const isEffect = 'verb' in value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      key !== 'span' ? [[key, withoutSpans(member)]] : isEffect ? [[key, [0, 0]]] : [],
    ),
  );
}
