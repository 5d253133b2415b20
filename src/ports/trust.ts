import type { TrustProblem, TrustState } from '../core/countersign/trust.js';
import type { Result } from '../core/shared/result.js';

/** The team's policy and roster of one workspace, from git objects, never from its working tree. */
export interface TrustRoot {
  /** What is known now, without waiting. */
  now(): TrustState;
  /** Asks the remote again. Ends in bounded time; what cannot be reached leaves the last accepted one in force. */
  refresh(): Promise<TrustState>;
  /** A person accepts what is shown, by its digest; only then do countersignatures count. */
  pin(digest: string): Result<void, TrustProblem>;
  onChange(listener: () => void): () => void;
}
