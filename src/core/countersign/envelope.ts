import * as v from 'valibot';
import { type Shape, text, texts } from '../shared/shape.js';

/**
 * A statement with its signatures, as it is stored and carried. `statement` is the signed text itself, byte for byte
 * (RFC 8785 JSON, no line feed); each signature is an armored SSHSIG over its UTF-8 bytes, so that
 * `ssh-keygen -Y verify` can check it.
 */
export const envelopeShape = v.strictObject({ statement: text, signatures: texts });
export type Envelope = Shape<typeof envelopeShape>;

/** An envelope above this is refused before it is parsed. */
export const envelopeLimitBytes = 256 * 1024;
