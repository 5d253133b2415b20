import * as v from 'valibot';
import { countShape, hexDigest, type Shape, text } from '../shared/shape.js';
import { envelopeShape } from './envelope.js';

/**
 * One decision, self-contained: what was signed, every signature, and the roster by which they count. Whoever has it can
 * check it with stock ssh-keygen, or with `countersign verify`, years later.
 */
export const receiptShape = v.strictObject({
  v: v.literal(1),
  request: envelopeShape,
  answers: v.array(envelopeShape),
  /** As `.countersign/allowed_signers` holds it. */
  roster: text,
  /** Of `.countersign/policy.json`: with the roster it makes the digest that every side signed. */
  policyDigest: hexDigest,
  /** When the requester's record had the last signature that was needed; Unix milliseconds. */
  decidedAt: countShape,
});
export type Receipt = Shape<typeof receiptShape>;
