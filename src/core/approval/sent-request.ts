import type { Ground } from './ground.js';

/** What a requester signed and sent to peers, and what came back. Kept with the request, so that it outlives a window. */
export interface SentRequest {
  /** The statement's own id, 32 hex digits. */
  readonly id: string;
  /** The signed text, byte for byte, and the requester's armored signature over it. */
  readonly statement: string;
  readonly signature: string;
  /** SHA-256, hex, of the statement: what answers name. */
  readonly digest: string;
  /** As the roster names them. */
  readonly requester: string;
  readonly approveBy: number;
  readonly useWithinMs: number;
  /** Over the policy and the roster in force when it was signed. */
  readonly policy: string;
  /** Envelopes of answers that counted when they came, as text. */
  readonly answers: readonly string[];
  /** Who said yes, once there were enough; or who said no. */
  readonly approvedBy?: readonly string[];
  readonly deniedBy?: string;
  /** Set when no peer was waited for: the statement is a break-glass notice. */
  readonly brokenGlass?: true;
}

/** What a call that peers countersign stood on when it was held; the salts never leave this machine unasked. */
export interface Basis {
  readonly ground: Ground;
  /** Of the call's digest; see `seal.ts`. */
  readonly salt: string;
  /** Of the digest of the environment. */
  readonly environmentSalt: string;
}
