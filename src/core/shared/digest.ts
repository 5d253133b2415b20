import { createHash } from 'node:crypto';
import { type CanonicalError, canonical } from './canonical.js';
import { ok, type Result } from './result.js';

/** SHA-256 as lower-case hex; text is hashed as UTF-8. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256, as bytes, over parts one behind the other; text is hashed as UTF-8. */
export function sha256Bytes(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of a value's canonical bytes. */
export function digestOfValue(value: unknown): Result<string, CanonicalError> {
  const text = canonical(value);
  return text.ok ? ok(sha256(text.value)) : text;
}

/** The id that git gives a blob of these bytes, SHA-1 hex. It names, it protects nothing. */
export function gitBlobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
