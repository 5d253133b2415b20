import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import type { Envelope } from './envelope.js';
import { namespaces } from './namespace.js';
import type { Roster } from './roster.js';
import { personsWho, signerIn } from './roster-lookup.js';
import { verifySignature } from './ssh-signature.js';
import { statementText } from './statement.js';

/** A policy and a roster that belong together, by SHA-256 over their raw bytes (hex), and the policy's version. */
export interface Bundle {
  readonly policyDigest: string;
  readonly rosterDigest: string;
  readonly version: number;
}

/** What maintainers sign: this bundle follows that one. */
export interface Endorsement extends Bundle {
  /** `bundleDigest` of the one that was in force before; null for the first. */
  readonly previous: string | null;
}

/** `.countersign/endorsement.json`, read but not yet verified. */
export interface SignedEndorsement {
  readonly endorsement: Endorsement;
  readonly envelope: Envelope;
}

const endorsementType = 'urn:countersign:endorsement:v1';

/** The signed text: an in-toto Statement v1 in RFC 8785 form over both files. */
export function endorsementStatement(endorsement: Endorsement): string {
  const subjects = [
    { name: 'policy.json', sha256: endorsement.policyDigest },
    { name: 'allowed_signers', sha256: endorsement.rosterDigest },
  ];
  const { version, previous } = endorsement;
  const text = statementText(endorsementType, subjects, { version, previous });
  // Hex digits and a safe integer always have a text; what has none equals no statement.
  return text.ok ? text.value : '';
}

/** SHA-256, hex, over both digests: what people compare, what is pinned, and what the next endorsement names. */
export function bundleDigest(bundle: Pick<Bundle, 'policyDigest' | 'rosterDigest'>): string {
  return sha256(`${bundle.policyDigest}\n${bundle.rosterDigest}\n`);
}

export interface EndorsementRefusal {
  readonly code: 'other-bundle' | 'no-maintainers' | 'too-few';
  /** Persons whose endorsement is good so far, and how many are needed. */
  readonly endorsedBy: readonly string[];
  readonly needed: number;
}

/** Two maintainers where there are two or more, else one. Keys that have expired still count as a maintainer's. */
export function endorsementsNeeded(maintainers: Roster): number {
  return Math.min(2, personsWho(maintainers, namespaces.policy).length);
}

/**
 * Whether enough maintainers stand behind exactly this bundle. `maintainers` is the roster that was in force before, or
 * the bundle's own at first use. Persons are counted, not keys; a signature that is not good is not counted.
 */
export function checkEndorsement(
  signed: SignedEndorsement,
  bundle: Bundle,
  maintainers: Roster,
  at: number,
): Result<{ readonly endorsedBy: readonly string[] }, EndorsementRefusal> {
  const needed = endorsementsNeeded(maintainers);
  const expected = endorsementStatement({ ...bundle, previous: signed.endorsement.previous });
  if (expected === '' || signed.envelope.statement !== expected) {
    return err({ code: 'other-bundle', endorsedBy: [], needed });
  }
  const endorsedBy = endorsersOf(signed.envelope, maintainers, at);
  if (needed === 0) return err({ code: 'no-maintainers', endorsedBy, needed });
  return endorsedBy.length >= needed ? ok({ endorsedBy }) : err({ code: 'too-few', endorsedBy, needed });
}

/** Maintainers whose signature over this statement is good, by name. */
export function endorsersOf(envelope: Envelope, maintainers: Roster, at: number): readonly string[] {
  const message = new TextEncoder().encode(envelope.statement);
  const persons = envelope.signatures.flatMap((armored) => {
    const signature = verifySignature(armored, message, namespaces.policy);
    if (!signature.ok) return [];
    const person = signerIn(maintainers, signature.value, namespaces.policy, at);
    return person.ok ? [person.value] : [];
  });
  return [...new Set(persons)].sort();
}
