import type { TeamPolicy } from '../policy/team-policy.js';
import type { Roster } from './roster.js';

/** A team's policy and roster as the remote's default branch holds them, endorsed by the team's maintainers. */
export interface Trust {
  readonly policy: TeamPolicy;
  /** SHA-256, hex, of the raw bytes of `.countersign/policy.json`. */
  readonly policyDigest: string;
  readonly roster: Roster;
  /** The file itself, for receipts. */
  readonly rosterText: string;
  /** SHA-256, hex, of the raw bytes of `.countersign/allowed_signers`. */
  readonly rosterDigest: string;
  /** SHA-256, hex, over both: what people compare, and what is pinned at first use. */
  readonly digest: string;
  /** The commit it was read from. */
  readonly commit: string;
  /** The remote's URL, without credentials. */
  readonly remote: string;
  /** Persons whose endorsement was verified. */
  readonly endorsedBy: readonly string[];
}

/**
 * `none`: the repository has no team policy. `unpinned`: first use; it tightens, and no countersignature counts before a
 * person has accepted it. `broken`: what was found is refused; the last accepted one, if any, stays in force.
 */
export type TrustState =
  | { readonly kind: 'none' }
  | { readonly kind: 'unpinned'; readonly trust: Trust }
  | { readonly kind: 'trusted'; readonly trust: Trust }
  | { readonly kind: 'broken'; readonly problem: TrustProblem; readonly trust?: Trust };

export interface TrustProblem {
  readonly code:
    | 'policy-invalid'
    | 'roster-invalid'
    | 'missing-part'
    | 'not-endorsed'
    | 'rolled-back'
    | 'not-next'
    | 'unreachable'
    | 'no-remote'
    | 'moved'
    | 'unreadable';
  /** The file, line or digest that it is about; data. */
  readonly detail: string;
}
