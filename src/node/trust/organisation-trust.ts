import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { teamOfTrust } from '../../core/countersign/in-force.js';
import type { Trust } from '../../core/countersign/trust.js';
import { readTrustBundle } from '../../core/countersign/trust-bundle.js';
import type { TeamInForce } from '../../core/policy/team-in-force.js';
import { errorCode } from '../files/disk.js';

/** Where an administrator pins an organisation's policy and roster. */
export const organisationFolder = '/etc/countersign';

/**
 * The organisation's policy and roster, which root has pinned; undefined where there is none. Throws where they are there and cannot
 * be read: whoever judges by them says no then.
 */
export function organisationTrust(folder: string): Trust | undefined {
  const [policy, roster] = [fileIn(folder, 'policy.json'), fileIn(folder, 'allowed_signers')];
  if (policy === undefined && roster === undefined) return undefined;
  const read = readTrustBundle({ commit: '', policy, roster, endorsement: undefined }, folder);
  if (!read.ok) throw new Error(`${folder}: ${read.error.code} ${read.error.detail}`);
  return read.value.trust;
}

/** The same as it holds for calls: made once for as long as its bytes are the same. */
export class OrganisationTeam {
  private ready: { readonly digest: string; readonly team: TeamInForce } | undefined;

  constructor(private readonly folder = organisationFolder) {}

  now(): TeamInForce | undefined {
    const trust = organisationTrust(this.folder);
    if (trust === undefined) return undefined;
    if (this.ready?.digest !== trust.digest)
      this.ready = { digest: trust.digest, team: teamOfTrust(trust, true) };
    return this.ready.team;
  }
}

function fileIn(folder: string, name: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(join(folder, name)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
