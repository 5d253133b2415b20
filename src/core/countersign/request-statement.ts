import type { Ground } from '../approval/ground.js';
import type { Change } from '../change/change.js';
import type { Need, RuleReference } from '../policy/verdict.js';
import type { Assessment } from '../risk/assessment.js';
import type { CanonicalError } from '../shared/canonical.js';
import { digestOfValue } from '../shared/digest.js';
import type { Result } from '../shared/result.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import { predicateTypes, statementText } from './statement.js';

/**
 * What a requester signs: one call, whole, so that a peer renders it from the signed bytes, and everything that an
 * approval is to be bound to. Times are Unix milliseconds, digests SHA-256 in hex.
 */
export interface RequestStatement {
  /** `request` asks for countersignatures. `break-glass` asks for none: it says that a call ran without them, and why. */
  readonly kind: 'request' | 'break-glass';
  /** 128 random bits, 32 hex digits. */
  readonly id: string;
  /** What the requester's window calls it: `CS-142`. */
  readonly name: string;
  readonly createdAt: number;
  readonly approveBy: number;
  /** From the last signature that is needed to the run. */
  readonly useWithinMs: number;
  readonly maxUses: 1;
  readonly audience: Audience;
  readonly requester: Requester;
  /** The call, without secrets. Which agent asks is what its hook was installed for, not what its text says. */
  readonly call: ToolCall;
  readonly assessment: Assessment;
  readonly change: Change;
  readonly seal: Seal;
  readonly ground: Ground;
  readonly repository: Repository | null;
  readonly rule: RuleReference;
  /** The name that the requester typed. */
  readonly typed: string;
  readonly needs: readonly Need[];
  readonly policy: PolicyReference;
  readonly shown: Shown;
  /** The requester's record when the statement was made: its number of entries and the hash of the last. */
  readonly log: { readonly size: number; readonly head: string };
  /** How many times the agent asked for the very same call. */
  readonly asked: number;
  /** Why the glass was broken; empty in a request. What the agent states is part of the call. */
  readonly reason: string;
}

/** Where alone an approval counts: this machine, this window's record, this agent's session (in the call). */
export interface Audience {
  readonly machine: string;
  readonly window: string;
}

export interface Requester {
  /** As the roster names them. */
  readonly person: string;
  /** `SHA256:…` of the key that signs this statement. */
  readonly fingerprint: string;
  /** The account of the operating system that the call would run under. */
  readonly account: string;
}

/** The digest of the call as it really is, salted; see `approval/seal.ts`. */
export interface Seal {
  readonly digest: string;
  /** The salt, where nothing was withheld: then a peer can check that what is shown is what is bound. */
  readonly salt?: string;
  /** How many texts had a secret taken out. */
  readonly withheld: number;
}

export interface Repository {
  readonly remote: string;
  readonly commit: string;
  readonly branch: string;
}

/** The team's policy and roster in force; `digest` is over both, and is what people compare. */
export interface PolicyReference {
  readonly digest: string;
  readonly version: number;
  readonly commit: string;
}

/** The text that was in front of a person. Whatever does not fit is not shown in part: it is not sent. */
export interface Shown {
  readonly sha256: string;
  readonly truncated: false;
}

/** The bytes to sign, as text. */
export function requestText(statement: RequestStatement): Result<string, CanonicalError> {
  const change = digestOfValue(statement.change);
  if (!change.ok) return change;
  const subjects = [
    { name: 'call', sha256: statement.seal.digest },
    { name: 'change', sha256: change.value },
    { name: 'card', sha256: statement.shown.sha256 },
  ];
  const type = statement.kind === 'request' ? predicateTypes.request : predicateTypes.breakGlass;
  return statementText(type, subjects, statement);
}
