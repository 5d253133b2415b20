import { canonical } from '../shared/canonical.js';
import { readShape } from '../shared/decode-shape.js';
import { parseJson } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import { type Envelope, envelopeLimitBytes, envelopeShape } from './envelope.js';

export interface EnvelopeError {
  readonly code:
    | 'too-large'
    | 'not-utf8'
    | 'not-json'
    | 'not-canonical'
    | 'wrong-fields'
    | 'no-signatures'
    | 'too-many-signatures';
  /** The byte count or the field that it is about; data. */
  readonly detail: string;
}

/** Two signatures of sixteen persons each; a security key's signature is below 1 kB, one of RSA below 4 kB. */
export const mostSignatures = 32;

/**
 * The stored form: RFC 8785 JSON of exactly `statement` and `signatures`, without a line feed. Text that has no UTF-8
 * form or more signatures than may be carried is refused here already, so that nobody sends what nobody reads.
 */
export function encodeEnvelope(envelope: Envelope): Result<Uint8Array, EnvelopeError> {
  const text = canonical({ statement: envelope.statement, signatures: [...envelope.signatures] });
  if (!text.ok) return err({ code: 'not-canonical', detail: text.error.at });
  const bytes = new TextEncoder().encode(text.value);
  const read = decodeEnvelope(bytes);
  return read.ok ? ok(bytes) : read;
}

/** Reads what `encodeEnvelope` writes and nothing else: another spelling of the same value is refused. */
export function decodeEnvelope(bytes: Uint8Array): Result<Envelope, EnvelopeError> {
  if (bytes.length > envelopeLimitBytes) return err({ code: 'too-large', detail: `${bytes.length} bytes` });
  const text = textOf(bytes);
  if (text === undefined) return err({ code: 'not-utf8', detail: '' });
  const value = parseJson(text);
  if (value === undefined) return err({ code: 'not-json', detail: '' });
  const envelope = envelopeOf(value);
  if (!envelope.ok) return envelope;
  const again = canonical(value);
  if (!again.ok || again.value !== text) return err({ code: 'not-canonical', detail: '' });
  return envelope;
}

function envelopeOf(value: unknown): Result<Envelope, EnvelopeError> {
  const read = readShape(envelopeShape, value);
  if (read.kind !== 'known') return err({ code: 'wrong-fields', detail: read.at });
  const { length } = read.value.signatures;
  if (length === 0) return err({ code: 'no-signatures', detail: '' });
  if (length > mostSignatures) return err({ code: 'too-many-signatures', detail: String(length) });
  return ok(read.value);
}

/** A byte order mark stays in the text, and is refused there as not canonical. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
