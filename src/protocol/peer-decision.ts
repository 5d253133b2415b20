/** What a peer decided about somebody else's request. `digest` is of the bytes that their view was showing. */
export interface PeerDecision {
  readonly digest: string;
  /** How long the card was in front of them, milliseconds. */
  readonly reviewedMs: number;
  /** A remark; for a refusal the reason. */
  readonly comment: string;
}

/** Why an answer was not given. `detail` is data. */
export interface PeerRefusal {
  readonly code:
    | 'unknown-request'
    | 'digest-changed'
    | 'expired'
    | 'own-request'
    | 'answered'
    | 'not-asked'
    | 'no-key'
    | 'presence-too-low'
    | 'not-reviewed'
    | 'reason-missing'
    | 'not-trusted'
    | 'policy-differs'
    | 'weaker-than-policy'
    | 'forbidden-here'
    | 'sign-failed'
    | 'courier'
    | 'record-failed';
  readonly detail: string;
}
