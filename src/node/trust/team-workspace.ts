import { productionHints } from '../../core/countersign/production-hints.js';
import { err } from '../../core/shared/result.js';
import type { TeamWorkspace } from '../../ports/team.js';
import { courierFor } from '../couriers/courier-for.js';
import type { Home } from '../files/home.js';
import { readGitAddress } from '../git/git-address.js';
import { addressOfUser } from '../git/git-config.js';
import { gitEnvironment, runGit } from '../git/git-program.js';
import { sourceTexts } from '../git/source-texts.js';
import { workspaceRepository } from '../git/workspace-git.js';
import { readTeamFiles, writeTeamFiles } from './team-files.js';
import { TrustNotes } from './trust-notes.js';

/** The repository around a folder. */
export function teamWorkspaceAt(folder: string, home: Home): TeamWorkspace {
  const repository = workspaceRepository(folder);
  const top = repository?.top ?? folder;
  return {
    facts: async () => {
      const now = workspaceRepository(folder);
      if (now === undefined) return undefined;
      const address =
        now.remote === undefined ? undefined : readGitAddress(await addressOfUser(now.remote, home));
      return {
        top: now.top,
        remote: address?.ok ? address.value.shown : undefined,
        email: await emailAt(now.top),
      };
    },
    files: () => readTeamFiles(top),
    accepted: () => acceptedAt(top, home),
    write: (files) => writeTeamFiles(top, files),
    hints: async () => productionHints(await sourceTexts(top)),
    probe: async (url) => {
      const named = workspaceRepository(folder)?.remote;
      const remote = named === undefined ? {} : { remote: await addressOfUser(named, home) };
      const courier = courierFor(url, { home, ...remote });
      if (!courier.ok) return err(courier.error);
      const found = await courier.value.probe();
      courier.value.dispose();
      return found;
    },
  };
}

/** Reading a setting runs nothing of the repository. */
async function emailAt(top: string): Promise<string | undefined> {
  const run = await runGit(['config', '--get', 'user.email'], {
    env: gitEnvironment(),
    cwd: top,
    timeoutMs: 5_000,
  });
  const email = run.ok && run.value.code === 0 ? run.value.stdout.trim() : '';
  return email === '' ? undefined : email;
}

function acceptedAt(top: string, home: Home): ReturnType<TeamWorkspace['accepted']> {
  const notes = new TrustNotes(home);
  const remote = notes.remoteOf(top);
  return remote === undefined ? undefined : notes.acceptedFiles(remote.url);
}
