/** What the commands about a team do: a bundle of its own, because a window that sets up no team need not load it. */
import * as vscode from 'vscode';
import { namespaces } from '../../core/countersign/namespace.js';
import { ownPerson } from '../../desk/own-person.js';
import { planEndorsement } from '../../desk/team-plan.js';
import { askedToEndorse, copiedText, copyQuestion } from '../../messages/team/team.js';
import { endorseTeam } from './endorse-team.js';
import { proposePlaces } from './propose-place.js';
import { repositoryFor, setUpTeam } from './set-up-team.js';
import type { TeamParts } from './team-parts.js';
import { askOwnKey } from './team-person.js';

export { proposePlaces, setUpTeam };

export async function endorseTeamPolicy(parts: TeamParts): Promise<void> {
  const facts = await repositoryFor(parts);
  if (facts !== undefined) await endorseTeam(parts, facts.top);
}

/** In the form that "Set Up Team" reads: the person, then the key. */
export async function copyMyKey({ workspace, signer }: TeamParts): Promise<void> {
  const key = await askOwnKey(signer, copyQuestion);
  if (key === undefined) return;
  const email = (await workspace.facts())?.email ?? '';
  await vscode.env.clipboard.writeText(`${email} ${key.type} ${key.blob}`.trim());
  await vscode.window.showInformationMessage(copiedText(email, key.fingerprint));
}

/** Tells a maintainer that a first policy waits for their word; anybody else, that it waits. */
export async function tellOfEndorsement(parts: TeamParts): Promise<void> {
  const share = await shareOf(parts);
  if (share === 'given') return;
  if (share === 'none') {
    void vscode.window.showInformationMessage(askedToEndorse.wait);
    return;
  }
  const answer = await vscode.window.showInformationMessage(askedToEndorse.message, askedToEndorse.look);
  if (answer === askedToEndorse.look) await vscode.commands.executeCommand('countersign.endorseTeamPolicy');
}

/** What this person has to do with it: nothing, an endorsement that is missing, or one that was given. */
async function shareOf(parts: TeamParts): Promise<'none' | 'missing' | 'given'> {
  const { workspace, trust, clock, signer } = parts;
  const now = clock.now();
  const planned = planEndorsement(workspace.files(), trust.now(), now);
  if (!planned.ok) return 'none';
  const own = await ownPerson(signer, planned.value.maintainers, namespaces.policy, now);
  if (!own.ok) return 'none';
  return planned.value.endorsedBy.includes(own.value.person) ? 'given' : 'missing';
}
