import { createHmac } from 'node:crypto';
import type { MarkOf } from '../../core/record/redact.js';
import { sha256 } from '../../core/shared/digest.js';
import type { Home } from '../files/home.js';
import { installationSecret } from '../files/installation-key.js';

/** Hexadecimal digits: few enough that many secrets share each, so that nobody finds one by trying. */
const digits = 6;

/** What seals a digest of a secret for one home: the same to the same, and nothing to whoever has not its salt. */
export function sealAt(folder: string): MarkOf {
  let salt: string | undefined;
  return (digest) => {
    salt ??= installationSecret(folder);
    return createHmac('sha256', salt).update(digest).digest('hex').slice(0, digits);
  };
}

/** What stands in a secret's place in what this home sends. */
export function marksAt(home: Home): MarkOf {
  const seal = sealAt(home.root);
  return (secret) => `‹secret ${seal(sha256(secret))}›`;
}
