import type { CredentialDigests } from './credential-digests.js';

/** A call that the gate is asked about: who asks, about which bytes, from where, and how long an answer may take. */
export interface GateCall {
  readonly agent: string;
  /** The event that the installed command is for, where it names one. */
  readonly event?: string | undefined;
  readonly payload: Uint8Array;
  readonly cwd: string;
  /** The agent's environment without what looks like a secret. */
  readonly env: Readonly<Record<string, string>>;
  /** What was left out of it, as digests. */
  readonly credentials: CredentialDigests;
  readonly budgetMs: number;
}
