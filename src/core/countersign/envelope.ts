/**
 * A statement with its signatures, as it is stored and carried. `statement` is the signed text itself, byte for byte
 * (RFC 8785 JSON, no line feed); each signature is an armored SSHSIG over its UTF-8 bytes, so that
 * `ssh-keygen -Y verify` can check it.
 */
export interface Envelope {
  readonly statement: string;
  readonly signatures: readonly string[];
}

/** An envelope above this is refused before it is parsed. */
export const envelopeLimitBytes = 256 * 1024;
