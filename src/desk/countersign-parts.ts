import type { Repository } from '../core/countersign/request-statement.js';
import type { Trust } from '../core/countersign/trust.js';
import type { MarkOf } from '../core/record/redact.js';
import type { Result } from '../core/shared/result.js';
import type { Courier } from '../ports/courier.js';
import type { Random } from '../ports/ports.js';
import type { Signer } from '../ports/signer.js';
import type { TrustRoot } from '../ports/trust.js';

/** What asking peers, and answering them, needs besides the desk's own parts. */
export interface CountersignParts {
  readonly trust: TrustRoot;
  readonly signer: Signer;
  readonly random: Random;
  /** What stands in a secret's place in what is sent. */
  readonly markOf: MarkOf;
  /** The courier that the policy names; the same object for the same policy. */
  courier(trust: Trust): Result<Courier, { readonly code: string; readonly detail: string }>;
  /** Where a directory stands in git; null outside of it. */
  repository(directory: string): Repository | null;
  /** Keeps a receipt for years; what cannot be kept is lost, and nothing else. */
  keepReceipt(request: string, bytes: Uint8Array): void;
  /** This machine's name, and the account of the operating system under which calls run. */
  readonly machine: string;
  readonly account: string;
}
