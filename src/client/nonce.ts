import { randomBytes } from 'node:crypto';

/** What a reply has to repeat: nobody who has not read this ring can know it. */
export function newNonce(): string {
  return randomBytes(16).toString('hex');
}
