import type { Trust, TrustProblem } from '../../core/countersign/trust.js';
import { sha256 } from '../../core/shared/digest.js';
import { workingFile } from '../git/workspace-git.js';

/** What stands beside the trusted files, for the editor. */
export interface TrustSurroundings {
  /** The remote that counts, without credentials; undefined before it is known. */
  readonly remote: string | undefined;
  /** Where no team is known: why the remote was not heard; undefined where it was, and where there is no repository. */
  readonly unasked: TrustProblem | undefined;
  /** What the workspace names as its remote now, where that is another one than at first use. */
  readonly otherRemote: string | undefined;
  /** Files of the working tree that differ from those in force, or lie there where none are; they are not in force for that. */
  readonly differing: readonly string[];
}

const policy = '.countersign/policy.json';
const roster = '.countersign/allowed_signers';
const mostBytes = 1_000_000;

export function differingFiles(top: string, trust: Trust): readonly string[] {
  const digests = [
    [policy, trust.policyDigest],
    [roster, trust.rosterDigest],
  ] as const;
  return digests.flatMap(([path, digest]) => {
    const bytes = workingFile(top, path, mostBytes);
    return bytes !== undefined && sha256(bytes) === digest ? [] : [path];
  });
}

/** Those that lie there, in force or not. */
export function teamFilesIn(top: string): readonly string[] {
  return [policy, roster].filter((path) => workingFile(top, path, mostBytes) !== undefined);
}

export function hasTeamFiles(top: string): boolean {
  return teamFilesIn(top).length > 0;
}
