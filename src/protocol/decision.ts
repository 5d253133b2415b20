/** What a person decided on the card's own live view. `digest` is what that view was showing. */
export type Decision =
  | {
      readonly kind: 'approve';
      readonly digest: string;
      readonly typed?: string;
      /** What is lost of this disk is copied first, or the call does not run. */
      readonly keepCopy?: true;
    }
  | { readonly kind: 'deny'; readonly digest: string; readonly reason: string };

/** Why a decision was not taken; the card says so with the next step. */
export type Refusal =
  | 'unknown-request'
  | 'already-decided'
  | 'expired'
  | 'digest-changed'
  | 'name-not-typed'
  /** A yes here is not enough, and this window cannot ask peers. */
  | 'needs-countersignatures'
  /** A hook of the workspace can rewrite the call, and the person has not accepted it. */
  | 'hook-unaccepted'
  | 'record-failed';

/** Characters of a reason to go without peers: it says more than a word. */
export const leastGlassReason = 10;

/** A person lets a call run without the countersignatures that the policy asks for. */
export interface GlassDecision {
  readonly digest: string;
  readonly typed: string;
  readonly reason: string;
}

export interface GlassRefusal {
  readonly code: Refusal | 'glass-forbidden' | 'reason-missing' | 'presence-too-low';
}
