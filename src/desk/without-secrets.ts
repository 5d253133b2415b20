import { decodeShownCall, type ShownCall } from '../core/countersign/decode-shown-call.js';
import { redacted, secretsIn } from '../core/record/redact.js';
import type { Result } from '../core/shared/result.js';
import { isObject } from '../protocol/ring.js';

const mark = '\u2026';

/** Shorter secrets are taken out only where they are the whole text. */
const leastInText = 4;

/** What can be signed and shown to others, and in how many texts a secret stood. */
export interface Cleaned {
  readonly shown: ShownCall;
  readonly withheld: number;
}

/**
 * Takes out what looks like a secret, everywhere: a password on a command line also stands in the words of the effects
 * and in the reasons. Where it stood in a command, marks that point into the command are dropped with it.
 */
export function withoutSecrets(whole: ShownCall): Result<Cleaned, string> {
  const cleaner = new Cleaner(textsOf(whole).flatMap(secretsIn));
  const cleaned = cleaner.clean(whole);
  const decoded = decodeShownCall(cleaner.withheld === 0 ? whole : withoutSpans(cleaned));
  return decoded.ok ? { ok: true, value: { shown: decoded.value, withheld: cleaner.withheld } } : decoded;
}

class Cleaner {
  withheld = 0;
  private readonly known: readonly string[];

  constructor(secrets: readonly string[]) {
    this.known = [...new Set(secrets)].filter((secret) => secret !== '' && secret !== mark);
  }

  clean(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.clean(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.clean(member)]));
  }

  private text(text: string): string {
    const clean = this.known.reduce(
      (done, secret) =>
        done === secret ? mark : secret.length < leastInText ? done : done.replaceAll(secret, mark),
      redacted(text),
    );
    if (clean !== text) this.withheld += 1;
    return clean;
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
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
