import { err, ok, type Result } from '../shared/result.js';
import type { Namespace } from './namespace.js';
import type { Roster, RosterKey } from './roster.js';
import type { VerifiedSignature } from './ssh-signature.js';

export interface RosterRefusal {
  readonly code: 'not-listed' | 'wrong-namespace' | 'expired' | 'not-yet-valid';
  /** The person, or the fingerprint where the roster knows none; data. */
  readonly detail: string;
}

/**
 * Whose signature it is, if they may sign in this namespace at this time (Unix milliseconds; never taken from what was
 * signed). The whole key is compared, not its fingerprint.
 */
export function signerIn(
  roster: Roster,
  signature: VerifiedSignature,
  namespace: Namespace,
  at: number,
): Result<string, RosterRefusal> {
  const key = roster.keys.find((one) => one.blob === signature.blob);
  if (key === undefined) return err({ code: 'not-listed', detail: signature.fingerprint });
  if (!key.namespaces.includes(namespace)) return err({ code: 'wrong-namespace', detail: key.person });
  const validity = validityAt(key, at);
  return validity === 'valid' ? ok(key.person) : err({ code: validity, detail: key.person });
}

/** ssh-keygen takes the last moment as valid; here a key has ended when its end has come. */
export function validityAt(key: RosterKey, at: number): 'valid' | 'expired' | 'not-yet-valid' {
  if (key.validAfter !== undefined && !(at >= key.validAfter)) return 'not-yet-valid';
  return key.validBefore === undefined || at < key.validBefore ? 'valid' : 'expired';
}

/** Persons of whom a key is listed for this namespace, valid or not, by name. */
export function personsWho(roster: Roster, namespace: Namespace): readonly string[] {
  const persons = roster.keys.filter((key) => key.namespaces.includes(namespace)).map((key) => key.person);
  return [...new Set(persons)].sort();
}
