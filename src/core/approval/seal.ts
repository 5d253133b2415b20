import { sha256 } from '../shared/digest.js';

/**
 * A call's digest as others see it. The salt keeps a secret that was taken out of the call from being guessed: who
 * knows the rest of the call could otherwise try one after the other.
 */
export function sealOf(digest: string, salt: string): string {
  return sha256(`${salt}:${digest}`);
}
