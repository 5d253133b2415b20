import { decodeTeamPolicy } from '../policy/decode-team-policy.js';
import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import { decodeEndorsement } from './decode-endorsement.js';
import { decodeRoster } from './decode-roster.js';
import { bundleDigest, checkEndorsement, type SignedEndorsement } from './endorsement.js';
import type { Trust, TrustProblem } from './trust.js';

/** The files below `.countersign/` as they stand at one commit; undefined where there is none. */
export interface TrustFiles {
  readonly commit: string;
  readonly policy: Uint8Array | undefined;
  readonly roster: Uint8Array | undefined;
  readonly endorsement: Uint8Array | undefined;
}

/** Files that could be read, not yet trusted. */
export interface TrustBundle {
  readonly trust: Trust;
  readonly signed: SignedEndorsement | undefined;
}

/** Reads all three. What is not understood refuses the bundle: to skip a line could be to skip a restriction. */
export function readTrustBundle(files: TrustFiles, remote: string): Result<TrustBundle, TrustProblem> {
  const { commit } = files;
  if (files.policy === undefined) return problem('missing-part', 'policy.json');
  if (files.roster === undefined) return problem('missing-part', 'allowed_signers');
  const policyText = utf8(files.policy);
  const rosterText = utf8(files.roster);
  const policy = policyText === undefined ? undefined : decodeTeamPolicy(policyText);
  if (!policy?.ok) {
    const first = policy?.error.problems[0];
    return problem('policy-invalid', first ? `line ${first.line}: ${first.code} ${first.at}` : 'not UTF-8');
  }
  const roster = rosterText === undefined ? undefined : decodeRoster(rosterText);
  if (!roster?.ok) {
    return problem(
      'roster-invalid',
      roster ? `line ${roster.error.line}: ${roster.error.code} ${roster.error.detail}` : 'not UTF-8',
    );
  }
  const signed = files.endorsement === undefined ? undefined : decodeEndorsement(files.endorsement);
  if (signed && !signed.ok) return problem('not-endorsed', `endorsement.json: ${signed.error.code}`);
  const policyDigest = sha256(files.policy);
  const rosterDigest = sha256(files.roster);
  const digest = bundleDigest({ policyDigest, rosterDigest });
  return ok({
    trust: {
      policy: policy.value,
      policyDigest,
      roster: roster.value,
      rosterText: rosterText ?? '',
      rosterDigest,
      digest,
      commit,
      remote,
      endorsedBy: [],
    },
    signed: signed?.value,
  });
}

/**
 * Whether a bundle may take the place of the one in force, without a person: its own maintainers stand behind the first,
 * and behind each later one those of the bundle that it follows, which it names. `at` is Unix milliseconds.
 */
export function acceptBundle(
  { trust, signed }: TrustBundle,
  inForce: Trust | undefined,
  at: number,
): Result<Trust, TrustProblem> {
  if (inForce?.digest === trust.digest) return ok(inForce);
  const { version } = trust.policy;
  if (inForce && version < inForce.policy.version) return problem('rolled-back', `version ${version}`);
  if (signed === undefined) return problem('not-endorsed', 'endorsement.json');
  const { policyDigest, rosterDigest } = trust;
  const maintainers = (inForce ?? trust).roster;
  const checked = checkEndorsement(signed, { policyDigest, rosterDigest, version }, maintainers, at);
  if (!checked.ok) {
    const { code, endorsedBy, needed } = checked.error;
    return problem('not-endorsed', `${code}: ${endorsedBy.length} of ${needed}`);
  }
  const isNext =
    inForce === undefined ||
    (signed.endorsement.previous === inForce.digest && version > inForce.policy.version);
  return isNext ? ok({ ...trust, ...checked.value }) : problem('not-next', `version ${version}`);
}

/**
 * Follows the bundles of a history, oldest first, as far as each is endorsed by the one before it. Those that are not
 * are passed over: a change that nobody endorsed does not keep a later one from following.
 */
export function followBundles(bundles: readonly TrustBundle[], inForce: Trust, at: number): Trust {
  return bundles.reduce((trust, bundle) => {
    const next = acceptBundle(bundle, trust, at);
    return next.ok ? next.value : trust;
  }, inForce);
}

function problem(
  code: TrustProblem['code'],
  detail: string,
): { readonly ok: false; readonly error: TrustProblem } {
  return err({ code, detail });
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
