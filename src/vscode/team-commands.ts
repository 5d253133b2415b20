import * as vscode from 'vscode';
import { copiedWords, copyQuestion } from '../words/team.js';
import { endorseTeam } from './endorse-team.js';
import { EndorsementNotice } from './endorsement-notice.js';
import { repositoryFor, setUpTeam } from './set-up-team.js';
import type { TeamParts } from './team-parts.js';
import { askOwnKey } from './team-person.js';

/** Setting up a team, endorsing its policy, and handing on one's own public key. */
export function registerTeamCommands(parts: TeamParts): vscode.Disposable {
  return vscode.Disposable.from(
    new EndorsementNotice(parts),
    vscode.commands.registerCommand('countersign.setUpTeam', () => setUpTeam(parts)),
    vscode.commands.registerCommand('countersign.endorseTeamPolicy', async () => {
      const facts = await repositoryFor(parts);
      if (facts !== undefined) await endorseTeam(parts, facts.top);
    }),
    vscode.commands.registerCommand('countersign.copyMyKey', () => copyKey(parts)),
  );
}

/** In the form that "Set Up Team" reads: the person, then the key. */
async function copyKey({ workspace, signer }: TeamParts): Promise<void> {
  const key = await askOwnKey(signer, copyQuestion);
  if (key === undefined) return;
  const email = (await workspace.facts())?.email ?? '';
  await vscode.env.clipboard.writeText(`${email} ${key.type} ${key.blob}`.trim());
  await vscode.window.showInformationMessage(copiedWords(email, key.fingerprint));
}
