import type { Namespace } from '../core/countersign/namespace.js';
import type { Result } from '../core/shared/result.js';

/** A key that can sign here and now: in an ssh-agent, or on a security key that `ssh-keygen` reaches. */
export interface SigningKey {
  /** `SHA256:…` as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** For example `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`. */
  readonly type: string;
  /** Public key blob, base64. */
  readonly blob: string;
  readonly comment: string;
  readonly source: 'agent' | 'file';
}

/** Signs with a person's own keys. It may wait for a touch or a confirmation, so it ends when `cancelled` aborts. */
export interface Signer {
  keys(): Promise<Result<readonly SigningKey[], SignFailure>>;
  /**
   * Keys, base64, that further agents on this machine hold, such as one that somebody has forwarded here. They are not signed with,
   * and none of them can stand for another person.
   */
  around?(): Promise<readonly string[]>;
  /** An armored SSHSIG over `message`. */
  sign(
    key: SigningKey,
    namespace: Namespace,
    message: Uint8Array,
    cancelled?: AbortSignal,
  ): Promise<Result<string, SignFailure>>;
}

export interface SignFailure {
  readonly code: 'no-agent' | 'no-key' | 'refused' | 'timeout' | 'unsupported' | 'broken';
  readonly detail: string;
}
