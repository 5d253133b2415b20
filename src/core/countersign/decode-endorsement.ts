import { err, ok, type Result } from '../shared/result.js';
import { decodeEnvelope, type EnvelopeError, encodeEnvelope } from './decode-envelope.js';
import { type Endorsement, endorsementStatement, type SignedEndorsement } from './endorsement.js';
import type { Envelope } from './envelope.js';

export interface EndorsementError {
  readonly code: EnvelopeError['code'] | 'wrong-statement';
  readonly detail: string;
}

const lineFeed = 0x0a;

/** The bytes of `.countersign/endorsement.json`: an envelope and, as text files end, one line feed. */
export function encodeEndorsement(envelope: Envelope): Result<Uint8Array, EndorsementError> {
  const bytes = encodeEnvelope(envelope);
  return bytes.ok ? ok(Uint8Array.from([...bytes.value, lineFeed])) : bytes;
}

/** Reads it, with or without its last line feed. What it says is closed: it has to be the statement it decodes to. */
export function decodeEndorsement(bytes: Uint8Array): Result<SignedEndorsement, EndorsementError> {
  const envelope = decodeEnvelope(bytes.at(-1) === lineFeed ? bytes.subarray(0, -1) : bytes);
  if (!envelope.ok) return envelope;
  const endorsement = endorsementOf(envelope.value.statement);
  if (endorsement === undefined) return err({ code: 'wrong-statement', detail: '' });
  return ok({ endorsement, envelope: envelope.value });
}

/** The statement is written anew from what was found in it; if it differs in one character, it is not one. */
function endorsementOf(statement: string): Endorsement | undefined {
  const version = /"version":(\d{1,15})[,}]/.exec(statement)?.[1];
  const [policyDigest, rosterDigest] = ['policy.json', 'allowed_signers'].map(
    (name) =>
      new RegExp(`\\{"digest":\\{"sha256":"([0-9a-f]{64})"\\},"name":"${name}"\\}`).exec(statement)?.[1],
  );
  const previous = /"previous":(?:"([0-9a-f]{64})"|null)[,}]/.exec(statement);
  if (version === undefined || policyDigest === undefined || rosterDigest === undefined) return undefined;
  if (previous === null) return undefined;
  const found = { policyDigest, rosterDigest, version: Number(version), previous: previous[1] ?? null };
  return endorsementStatement(found) === statement ? found : undefined;
}
