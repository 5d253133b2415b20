import type { Need } from '../policy/verdict.js';
import type { Met } from './assignment.js';
import type { SignatureRefusal } from './threshold.js';

/** How far a request has come on its way through peers' hands; shown live on the requester's card. */
export interface Progress {
  /** `signing`: the requester's own key is asked. `sending`: not at the courier yet. `waiting`: peers can see it. */
  readonly phase: 'signing' | 'sending' | 'waiting';
  readonly needs: readonly Met[];
  /** Unix milliseconds; 0 while it is being signed. */
  readonly approveBy: number;
  /** Answers that do not count, latest last. */
  readonly refused: readonly { readonly code: SignatureRefusal; readonly detail: string }[];
  readonly trouble?: CourierTrouble;
}

/** The courier failed; it is tried again. */
export interface CourierTrouble {
  readonly code: 'unreachable' | 'refused' | 'too-large' | 'timeout' | 'unusable' | 'place-taken';
  readonly detail: string;
  /** Unix milliseconds. */
  readonly retryAt: number;
}

/** Why peers cannot be asked. Nothing is approved by it: the call stays held. */
export type Obstacle =
  /** There is no team policy that a person has accepted; `detail` is `none`, `unpinned`, or what the trust root found: its code first. */
  | { readonly code: 'not-trusted' | 'no-courier' | 'sign-failed' | 'too-large'; readonly detail: string }
  /** The path of a field that has no form to sign; empty where a text has no UTF-8 form. */
  | { readonly code: 'unsignable'; readonly detail: string }
  /** A rule forbids the call since it was held. */
  | { readonly code: 'forbidden-now'; readonly detail: string }
  /** None of the keys at hand, whose fingerprints are the detail, may sign requests by the roster. */
  | { readonly code: 'no-key'; readonly detail: string }
  /** Even with everyone's yes these needs stay open: the requester counts for none. */
  | { readonly code: 'no-peer'; readonly needs: readonly Need[] }
  /** A peer said no to the same call a moment ago, or too many requests are out. Unix milliseconds. */
  | { readonly code: 'cooling-down' | 'too-many'; readonly until: number }
  | { readonly code: 'record-failed'; readonly detail: string }
  | { readonly code: 'clock-set-back'; readonly detail: string };
