import { createHmac, randomBytes } from 'node:crypto';

/** What a reply has to repeat: nobody who has not read this ring can know it. */
export function newNonce(): string {
  return randomBytes(16).toString('hex');
}

/** HMAC-SHA-256 of a text, in hex. `digest.pl` has the same. */
export function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
