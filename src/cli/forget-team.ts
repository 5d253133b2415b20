import {
  folderOfTeamText,
  letGoText,
  noTeamAnyMoreText,
  notRecordedText,
  personExpectedText,
} from '../messages/cli/forget-team.js';
import { accountName } from '../node/account.js';
import { homeFrom } from '../node/files/home.js';
import { withoutCredentials } from '../node/git/git-address.js';
import { TrustNotes } from '../node/trust/trust-notes.js';
import { exitCodes, fail, type Terminal } from './command.js';
import { isPersonHere } from './person-here.js';
import { recordOf } from './record-of.js';

/**
 * A person lets go of the team that a folder had: its repository was deleted, moved, or the team has given itself up. It is
 * recorded first. `folder` is its whole name, so that nobody lets go of what they did not mean.
 */
export async function forgetTeam(terminal: Terminal, folder: string): Promise<number> {
  const home = homeFrom(terminal.env);
  const notes = new TrustNotes(home);
  const held = notes.heldAt(folder);
  if (held === undefined || held.top !== folder) return fail(terminal, folderOfTeamText(folder));
  if (!isPersonHere(terminal)) return fail(terminal, personExpectedText);
  const record = recordOf(home);
  const detail = letGoText(accountName(), withoutCredentials(held.url), folder);
  const recorded = await record.append({ type: 'recovery', detail });
  if (!recorded.ok) return fail(terminal, notRecordedText(recorded.error.detail));
  notes.forget(held.top, held.url);
  await terminal.out(`${noTeamAnyMoreText(folder)}\n`);
  return exitCodes.done;
}
