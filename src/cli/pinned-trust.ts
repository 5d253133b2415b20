import type { Trust } from '../core/countersign/trust.js';
import { homeFrom } from '../node/files/home.js';
import { workspaceRepository } from '../node/git/workspace-git.js';
import { TrustNotes } from '../node/trust/trust-notes.js';
import type { Terminal } from './command.js';

/** The team's policy and roster that a person accepted for the directory's repository; nothing is asked of its remote. */
export function pinnedTrust(terminal: Pick<Terminal, 'cwd' | 'env'>): Trust | undefined {
  const notes = new TrustNotes(homeFrom(terminal.env));
  const top = workspaceRepository(terminal.cwd)?.top;
  const remote = top === undefined ? undefined : notes.remoteOf(top);
  const noted = remote === undefined ? undefined : notes.of(remote.url);
  return noted === undefined || noted === 'unreadable' ? undefined : noted.pinned;
}
