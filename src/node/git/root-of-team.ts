import type { Home } from '../files/home.js';
import { HeldTeams } from '../trust/held-teams.js';
import { hasTeamFiles } from '../trust/trust-surroundings.js';
import { workspaceRepository } from './workspace-git.js';

/**
 * Of a window's folders the one whose team answers for it: one that had a team, else one that brings one, else one with a
 * remote. Their order decides nothing: a file that an agent can write holds it.
 */
export function rootOfTeam(home: Home, folders: readonly string[]): string | undefined {
  const held = new HeldTeams(home);
  const sorted = [...folders].sort();
  const top = (folder: string): string | undefined => workspaceRepository(folder)?.top;
  return (
    sorted.find((folder) => held.remoteAt(folder) !== undefined) ??
    sorted.find((folder) => hasTeamFiles(top(folder) ?? folder)) ??
    sorted.find((folder) => workspaceRepository(folder)?.remote !== undefined) ??
    folders[0]
  );
}
