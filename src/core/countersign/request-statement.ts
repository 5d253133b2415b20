import * as v from 'valibot';
import { groundShape } from '../approval/ground.js';
import { statementId } from '../approval/sent-request.js';
import { changeShape } from '../change/change.js';
import { needShape, ruleShape } from '../policy/verdict.js';
import { assessmentShape } from '../risk/assessment.js';
import type { CanonicalError } from '../shared/canonical.js';
import { digestOfValue } from '../shared/digest.js';
import type { Result } from '../shared/result.js';
import { countShape, hexDigest, maybeText, type Shape, text } from '../shared/shape.js';
import { toolCallShape } from '../toolcall/toolcall.js';
import { predicateTypes, statementText } from './statement.js';

/** Where alone an approval counts: this machine, this window's record, this agent's session (in the call). */
const audienceShape = v.strictObject({ machine: text, window: text });

const requesterShape = v.strictObject({
  /** As the roster names them. */
  person: text,
  /** `SHA256:…` of the key that signs this statement. */
  fingerprint: text,
  /** The account of the operating system that the call would run under. */
  account: text,
});

/** The digest of the call as it really is, salted; see `approval/seal.ts`. */
const sealShape = v.strictObject({
  digest: hexDigest,
  /** The salt, where nothing was withheld: then a peer can check that what is shown is what is bound. */
  salt: maybeText,
  /** How many texts had a secret taken out. */
  withheld: countShape,
});

const repositoryShape = v.strictObject({ remote: text, commit: text, branch: text });
export type Repository = Shape<typeof repositoryShape>;

/** The team's policy and roster in force; `digest` is over both, and is what people compare. */
export const policyReferenceShape = v.strictObject({ digest: hexDigest, version: countShape, commit: text });

/** The text that was in front of a person. Whatever does not fit is not shown in part: it is not sent. */
export const shownShape = v.strictObject({ sha256: hexDigest, truncated: v.literal(false) });

/**
 * What a requester signs: one call, whole, so that a peer renders it from the signed bytes, and everything that an
 * approval is to be bound to. Times are Unix milliseconds. Closed: a field that nobody renders must not be signed.
 */
export const requestStatementShape = v.strictObject({
  /** `request` asks for countersignatures. `break-glass` asks for none: it says that a call ran without them, and why. */
  kind: v.picklist(['request', 'break-glass']),
  id: statementId,
  /** What the requester's window calls it: `CS-142`. */
  name: v.pipe(text, v.regex(/^CS-[1-9]\d{0,8}$/)),
  createdAt: countShape,
  approveBy: countShape,
  /** From the last signature that is needed to the run. */
  useWithinMs: countShape,
  maxUses: v.literal(1),
  audience: audienceShape,
  requester: requesterShape,
  /** The call, without secrets. Which agent asks is what its hook was installed for, not what its text says. */
  call: toolCallShape,
  assessment: assessmentShape,
  change: changeShape,
  seal: sealShape,
  ground: groundShape,
  repository: v.nullable(repositoryShape),
  rule: ruleShape,
  /** The name that the requester typed. */
  typed: text,
  needs: v.array(needShape),
  policy: policyReferenceShape,
  shown: shownShape,
  /** The requester's record when the statement was made: its number of entries and the hash of the last. */
  log: v.strictObject({ size: countShape, head: hexDigest }),
  /** How many times the agent asked for the very same call. */
  asked: countShape,
  /** Why the glass was broken; empty in a request. What the agent states is part of the call. */
  reason: text,
});
export type RequestStatement = Shape<typeof requestStatementShape>;

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
