import type { RequestError } from '../core/countersign/request.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import type { Presence } from '../core/policy/verdict.js';
import type { PeerRefusal } from '../protocol/peer-decision.js';
import type { OwnOpinion } from './own-opinion.js';

/** Somebody's request, as this machine verified it. */
export interface PeerRequest {
  /** 32 hex digits. */
  readonly id: string;
  /** SHA-256, hex, of the signed bytes. */
  readonly digest: string;
  readonly statement: RequestStatement;
  /** What the requester's own signature shows. */
  readonly presence: Presence;
  /** `own`: this person's, who can never answer it. `notice`: the glass was broken; a review is due. */
  readonly kind: 'waiting' | 'answered' | 'own' | 'notice';
  readonly opinion: OwnOpinion;
  /** Why it cannot be countersigned here; it can be refused all the same. */
  readonly hindrance?: PeerRefusal;
}

/** A message that is no request by anybody of the team. */
export interface StrangeRequest {
  readonly id: string;
  readonly error: RequestError;
}
