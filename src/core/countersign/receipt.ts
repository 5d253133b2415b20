import type { Envelope } from './envelope.js';

/**
 * One decision, self-contained: what was signed, every signature, and the roster by which they count. Whoever has it can
 * check it with stock ssh-keygen, or with `countersign verify`, years later.
 */
export interface Receipt {
  readonly v: 1;
  readonly request: Envelope;
  readonly answers: readonly Envelope[];
  /** As `.countersign/allowed_signers` holds it. */
  readonly roster: string;
  /** SHA-256, hex, of `.countersign/policy.json`: with the roster it makes the digest that every side signed. */
  readonly policyDigest: string;
  /** When the requester's record had the last signature that was needed; Unix milliseconds. */
  readonly decidedAt: number;
}
