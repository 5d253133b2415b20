import * as v from 'valibot';
import { countShape, hexDigest, maybeText, type Shape, text, texts } from '../shared/shape.js';
import { groundShape } from './ground.js';

/** A statement's own id: 128 random bits, hex. */
export const statementId = v.pipe(text, v.regex(/^[0-9a-f]{32}$/));

/** What a requester signed and sent to peers, and what came back. Kept with the request, so that it outlives a window. */
export const sentRequestShape = v.strictObject({
  id: statementId,
  /** The signed text, byte for byte, and the requester's armored signature over it. */
  statement: text,
  signature: text,
  /** Of the statement: what answers name. */
  digest: hexDigest,
  /** As the roster names them. */
  requester: text,
  approveBy: countShape,
  useWithinMs: countShape,
  /** Over the policy and the roster in force when it was signed. */
  policy: hexDigest,
  /** Envelopes of answers that counted when they came, as text. */
  answers: texts,
  /** Who said yes, once there were enough; or who said no. */
  approvedBy: v.exactOptional(texts),
  deniedBy: maybeText,
  /** Set when no peer was waited for: the statement is a break-glass notice. */
  brokenGlass: v.exactOptional(v.literal(true)),
});
export type SentRequest = Shape<typeof sentRequestShape>;

/** What a call stood on when it was held; the salts never leave this machine unasked. */
export const basisShape = v.strictObject({
  ground: groundShape,
  /** Of the call's digest; see `seal.ts`. */
  salt: text,
  /** Of the digest of the environment. */
  environmentSalt: text,
});
export type Basis = Shape<typeof basisShape>;
