import type { Namespace } from './namespace.js';

/** A key of a person, from one line of `.countersign/allowed_signers` (the strict subset of ssh-keygen's format). */
export interface RosterKey {
  /** One exact principal, usually a mail address. */
  readonly person: string;
  /** `SHA256:…` as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** For example `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`. */
  readonly type: string;
  /** Public key blob, base64. */
  readonly blob: string;
  /** What this key may sign: its role. Never empty. */
  readonly namespaces: readonly Namespace[];
  /** Unix milliseconds. */
  readonly validAfter?: number;
  readonly validBefore?: number;
}

/** Who may sign what. One key belongs to one person; a person can have several keys. */
export interface Roster {
  readonly keys: readonly RosterKey[];
}
