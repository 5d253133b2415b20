import { encodeEndorsement } from '../core/countersign/decode-endorsement.js';
import {
  type Endorsement,
  endorsementStatement,
  endorsementsNeeded,
  endorsersOf,
} from '../core/countersign/endorsement.js';
import { namespaces } from '../core/countersign/namespace.js';
import type { Roster } from '../core/countersign/roster.js';
import { personsWho } from '../core/countersign/roster-lookup.js';
import type { Trust, TrustProblem, TrustState } from '../core/countersign/trust.js';
import { readTrustBundle } from '../core/countersign/trust-bundle.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Signer } from '../ports/signer.js';
import type { TeamFiles } from '../ports/team.js';
import { type NoPerson, ownPerson } from './own-person.js';

/** A policy and a roster that maintainers are to endorse, and how far they are. */
export interface EndorsementPlan {
  readonly trust: Trust;
  readonly endorsement: Endorsement;
  /** Whose word counts: the maintainers in force, or its own at first use. */
  readonly maintainers: Roster;
  /** Good signatures that are there already. */
  readonly signatures: readonly string[];
  readonly endorsedBy: readonly string[];
  readonly needed: number;
}

export interface PlanProblem {
  readonly code: TrustProblem['code'] | 'in-force' | 'same-version' | 'no-maintainers';
  readonly detail: string;
}

/**
 * What an endorsement of these files would say. It follows the bundle in force; without one it is the first. `at` is Unix
 * milliseconds.
 */
export function planEndorsement(
  files: TeamFiles,
  state: TrustState,
  at: number,
): Result<EndorsementPlan, PlanProblem> {
  const place = { commit: '', remote: '' };
  const read = readTrustBundle({ ...files, ...place, endorsement: undefined }, place.remote);
  if (!read.ok) return read;
  const { trust } = read.value;
  const { version } = trust.policy;
  const inForce = state.kind === 'none' ? undefined : state.trust;
  if (inForce?.digest === trust.digest) return err({ code: 'in-force', detail: String(version) });
  if (inForce && version <= inForce.policy.version) {
    return err({ code: 'same-version', detail: String(inForce.policy.version) });
  }
  const maintainers = (inForce ?? trust).roster;
  const needed = endorsementsNeeded(maintainers);
  if (needed === 0) return err({ code: 'no-maintainers', detail: '' });
  const { policyDigest, rosterDigest } = trust;
  const endorsement = { policyDigest, rosterDigest, version, previous: inForce?.digest ?? null };
  const signatures = signaturesFor(files, endorsement, maintainers, at);
  const endorsedBy = endorsersOf(
    { statement: endorsementStatement(endorsement), signatures },
    maintainers,
    at,
  );
  return ok({ trust, endorsement, maintainers, signatures, endorsedBy, needed });
}

/** Maintainers who could still endorse it. */
export function missingFrom({ maintainers, endorsedBy }: EndorsementPlan): readonly string[] {
  return personsWho(maintainers, namespaces.policy).filter((person) => !endorsedBy.includes(person));
}

export interface Endorsed {
  readonly person: string;
  /** The bytes of `.countersign/endorsement.json`. */
  readonly file: Uint8Array;
  readonly endorsedBy: readonly string[];
}

export type EndorseProblem = NoPerson | { readonly code: 'endorsed-already'; readonly detail: string };

/** Has the person's own key sign; nothing is written. */
export async function endorse(
  plan: EndorsementPlan,
  signer: Signer,
  at: number,
  cancelled?: AbortSignal,
): Promise<Result<Endorsed, EndorseProblem>> {
  const own = await ownPerson(signer, plan.maintainers, namespaces.policy, at);
  if (!own.ok) return own;
  const { person, key } = own.value;
  if (plan.endorsedBy.includes(person)) return err({ code: 'endorsed-already', detail: person });
  const statement = endorsementStatement(plan.endorsement);
  const message = new TextEncoder().encode(statement);
  const signed = await signer.sign(key, namespaces.policy, message, cancelled);
  if (!signed.ok) {
    return err({ code: 'sign-failed', detail: `${signed.error.code} ${signed.error.detail}`.trim() });
  }
  const envelope = { statement, signatures: [...plan.signatures, signed.value] };
  const endorsedBy = endorsersOf(envelope, plan.maintainers, at);
  const file = encodeEndorsement(envelope);
  if (!file.ok || !endorsedBy.includes(person))
    return err({ code: 'sign-failed', detail: 'wrong-signature' });
  return ok({ person, file: file.value, endorsedBy });
}

/** Those of an earlier state of the files say nothing about this one. */
function signaturesFor(
  files: TeamFiles,
  endorsement: Endorsement,
  maintainers: Roster,
  at: number,
): readonly string[] {
  const read = readTrustBundle({ ...files, commit: '' }, '');
  const envelope = read.ok ? read.value.signed?.envelope : undefined;
  if (envelope?.statement !== endorsementStatement(endorsement)) return [];
  return envelope.signatures.filter(
    (one) => endorsersOf({ ...envelope, signatures: [one] }, maintainers, at).length > 0,
  );
}
