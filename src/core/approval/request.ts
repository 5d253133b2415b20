import * as v from 'valibot';
import { changeShape } from '../change/change.js';
import { lookFailureShape } from '../change/look/failure.js';
import { ceremonyShape, ruleShape } from '../policy/verdict.js';
import { assessmentShape } from '../risk/assessment.js';
import { foreignHookShape } from '../risk/foreign-hooks.js';
import { hexDigest, type Shape, text, texts } from '../shared/shape.js';
import { toolCallShape } from '../toolcall/toolcall.js';
import { movedShape, variableShape } from './ground-difference.js';
import { basisShape, sentRequestShape } from './sent-request.js';

/** Why an approval no longer counts. */
const voidCodes = [
  'call-changed',
  'target-changed',
  'agent-gone',
  'record-failed',
  /** The team's policy or roster is another, or the rules now ask for more than was given. */
  'policy-changed',
  /** A program, script, variable or directory is not what was signed. */
  'ground-changed',
  /** The machine's clock is behind the record's last entry. */
  'clock-set-back',
  /** The one run has begun elsewhere. */
  'used-elsewhere',
  /** The signatures that are kept do not bear the yes. */
  'not-countersigned',
  /** The yes, or the request's file, was not written by this installation. */
  'not-ours',
  /** A hook of the workspace that nobody has accepted can rewrite the call. */
  'hook-unaccepted',
  /** The agent ran it without a yes. */
  'ran-anyway',
  /** The copy that was promised with the yes could not be kept. */
  'copy-failed',
] as const;
export type VoidCode = (typeof voidCodes)[number];

/** Unix milliseconds. */
const at = v.number();

/**
 * `pending`: the agent's hook is held. `parked`: the agent was told to ask again. Both wait for a person.
 * `countersigning`: the requester has said yes, and waits for other persons' signatures.
 */
const stateShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('pending') }),
  v.strictObject({ kind: v.literal('parked') }),
  v.strictObject({ kind: v.literal('countersigning'), at }),
  /** `copyFirst`: not without a copy of what is lost. A version that does not know of copies leaves such a yes alone. */
  v.strictObject({ kind: v.literal('approved'), at, copyFirst: v.exactOptional(v.literal(true)) }),
  v.strictObject({ kind: v.literal('denied'), at, reason: text }),
  v.strictObject({ kind: v.literal('expired'), at }),
  v.strictObject({ kind: v.literal('void'), at, code: v.picklist(voidCodes) }),
  v.strictObject({ kind: v.literal('used'), at }),
]);
export type RequestState = Shape<typeof stateShape>;

/** Why no copy was kept. `changed`: it was written to all the while. */
const copyFailureShape = v.strictObject({
  code: v.picklist(['full', 'unwritable', 'unreadable', 'changed', 'too-large', 'not-possible']),
  /** Which file, or what the system said; empty where there is nothing to say. */
  detail: text,
});
export type CopyFailure = Shape<typeof copyFailureShape>;

/** What of this disk alone goes with the call, and what was promised about it. */
const copyShape = v.strictObject({
  files: v.number(),
  bytes: v.number(),
  /** False for more than is kept. */
  fits: v.boolean(),
  /** A person wants it copied first: the call does not run without. */
  promised: v.exactOptional(v.literal(true)),
  /** Unix milliseconds until which the copy is kept. */
  keptUntil: v.exactOptional(at),
  failure: v.exactOptional(copyFailureShape),
});
export type CopyOffer = Shape<typeof copyShape>;

/** Where more can be seen of a call than lies on this disk, and what came of looking. */
const lookShape = v.strictObject({
  places: texts,
  /** When the change was last seen there. */
  seenAt: v.exactOptional(at),
  /** Over the call and the change as it was seen: what a decision is about from then on. */
  digest: v.exactOptional(hexDigest),
  /** Of the last look. */
  failures: v.exactOptional(v.array(lookFailureShape)),
});
export type LookOffer = Shape<typeof lookShape>;

/** A file that an earlier call of the session has read, and when; a credential of this call stands in it. */
const credentialOriginShape = v.strictObject({ file: text, readAt: at });
export type CredentialOrigin = Shape<typeof credentialOriginShape>;

/** A held call. */
export const requestShape = v.strictObject({
  /** What people call it: `CS-142`. */
  id: v.pipe(text, v.regex(/^CS-[1-9]\d{0,8}$/)),
  /** Of the canonical bytes of the call and of what it was judged to touch. */
  digest: hexDigest,
  call: toolCallShape,
  assessment: assessmentShape,
  change: changeShape,
  ceremony: ceremonyShape,
  rule: ruleShape,
  createdAt: at,
  /** When the hook must be answered; then the request is parked. */
  parkAt: at,
  /** When a yes no longer counts. */
  expiresAt: at,
  /** How many times the agent asked for the very same thing, 1 or more. */
  asked: v.number(),
  state: stateShape,
  /** The window that holds it: the id of its gate. Empty when no window does. */
  window: text,
  /** True when the agent that asked hung up; a later retry still finds the request. */
  agentGone: v.exactOptional(v.boolean()),
  /** Hooks of the workspace that can rewrite the call after a yes, and that no person has accepted yet. */
  rewriters: v.exactOptional(v.array(foreignHookShape)),
  /** What the call stood on when it was shown. Absent only where an older version held it: nothing is released by that. */
  basis: v.exactOptional(basisShape),
  /** The variables of that ground, one by one. */
  variables: v.exactOptional(v.array(variableShape)),
  /** What was another after the yes. */
  moved: v.exactOptional(v.array(movedShape)),
  /** Absent where nothing of this disk is lost. */
  copy: v.exactOptional(copyShape),
  /** Absent where nothing can be looked at. */
  look: v.exactOptional(lookShape),
  /** Where credentials of the call stand that its session has read before. */
  credentials: v.exactOptional(v.array(credentialOriginShape)),
  /** What was signed and sent to peers, and what came back. */
  sent: v.exactOptional(sentRequestShape),
});
export type Request = Shape<typeof requestShape>;

/** A request that only a newer version can decide about. This one shows it and leaves it as it lies. */
export interface NewerRequest {
  readonly id: string;
  /** The path of what is not known here: `state.kind`, `ceremony.kind`, `call.payload`. */
  readonly unknown: string;
}
