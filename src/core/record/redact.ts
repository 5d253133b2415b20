import { sha256 } from '../shared/digest.js';
import { findSecrets } from './secrets/find-secrets.js';

/** What stands in a secret's place. The same secret gives the same text, which tells nothing of it. */
export type MarkOf = (secret: string) => string;

/** Where nobody has to tell one secret from another. */
export const unnamed: MarkOf = () => '‹secret›';

/** Until it is written: whoever writes has the salt, and puts a digest of this in its place. */
export const unsealed: MarkOf = (secret) => `‹secret ${sha256(secret)}›`;

/** The parts of a text that `redacted` takes out. */
export function secretsIn(text: string): readonly string[] {
  return findSecrets(text).map(([from, to]) => text.slice(from, to));
}

/** The text without what looks like a secret in it. The record keeps what a call did, never a key to do it with. */
export function redacted(text: string, mark: MarkOf = unnamed): string {
  let done = '';
  let at = 0;
  for (const [from, to] of findSecrets(text)) {
    done += `${text.slice(at, from)}${mark(text.slice(from, to))}`;
    at = to;
  }
  return `${done}${text.slice(at)}`;
}

/** Puts digests by a salt in the place of those that anyone could have made. */
export function sealMarks(text: string, seal: MarkOf): string {
  return text.replace(/‹secret ([0-9a-f]{64})›/g, (_whole, digest: string) => `‹secret ${seal(digest)}›`);
}

/** True for texts that are alike but for what stands for their secrets. */
export function sameButSecrets(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(text: string): string {
  return text.replace(/‹secret [0-9a-f]{6,64}›/g, '‹secret›');
}
