import * as vscode from 'vscode';
import { decodeRoster, type RosterError } from '../../core/countersign/decode-roster.js';
import { allRoles } from '../../core/countersign/roles.js';
import { starterPolicy, withVersion } from '../../core/countersign/starter-policy.js';
import { extendedRoster, type Member, newRoster } from '../../core/countersign/team-draft.js';
import { decodeTeamPolicy } from '../../core/policy/decode-team-policy.js';
import type { Result } from '../../core/shared/result.js';
import { planEndorsement } from '../../desk/team-plan.js';
import {
  addQuestion,
  colleaguesQuestion,
  draftRefused,
  existing,
  keyQuestion,
  noRemoteText,
  noRepositoryText,
  planProblemText,
  restrictedText,
  reviewText,
  reviewTitle,
  unreadableText,
} from '../../messages/team/team.js';
import type { RepositoryFacts, TeamFiles } from '../../ports/team.js';
import { endorseTeam, signAndWrite } from './endorse-team.js';
import { askColleagues } from './team-colleagues.js';
import { chooseCourier, tryCourier } from './team-courier.js';
import type { TeamParts } from './team-parts.js';
import { askOwnKey, askOwnName } from './team-person.js';
import { askProduction } from './team-production.js';
import { askOfTeamChange, bytesOf, textOfBytes } from './team-review.js';

/** A repository with a remote, in a folder that is trusted; else the person hears what is missing. */
export async function repositoryFor(parts: TeamParts): Promise<RepositoryFacts | undefined> {
  const facts = vscode.workspace.isTrusted ? await parts.workspace.facts() : undefined;
  if (!vscode.workspace.isTrusted) await tellOfTrust();
  else if (facts === undefined) await vscode.window.showErrorMessage(noRepositoryText);
  else if (facts.remote === undefined) await vscode.window.showErrorMessage(noRemoteText);
  else return facts;
  return undefined;
}

async function tellOfTrust(): Promise<void> {
  const { message, manage } = restrictedText;
  const answer = await vscode.window.showErrorMessage(message, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** A first team, or what can be done with the one that is there. Until the last question is answered nothing is written. */
export async function setUpTeam(parts: TeamParts): Promise<void> {
  const facts = await repositoryFor(parts);
  if (facts === undefined) return;
  const files = parts.workspace.files();
  if (files.policy === undefined && files.roster === undefined) await newTeam(parts, facts);
  else await existingTeam(parts, facts, files);
}

async function newTeam(parts: TeamParts, facts: RepositoryFacts): Promise<void> {
  const hints = parts.workspace.hints();
  const found = parts.find();
  const person = await askOwnName(facts.email);
  if (person === undefined) return;
  const key = await askOwnKey(parts.signer, keyQuestion);
  if (key === undefined) return;
  const self: Member = { person, key, roles: allRoles };
  const colleagues = await askColleagues(colleaguesQuestion, [self]);
  if (colleagues === undefined) return;
  const production = await askProduction(await hints, await found);
  if (production === undefined) return;
  const courier = await chooseCourier(parts.workspace);
  if (courier === undefined) return;
  const members = [self, ...colleagues];
  const hasPeers = members.filter(({ roles }) => roles.includes('countersigns')).length > 1;
  const policy = starterPolicy({ ...production, courier: courier.url, hasPeers });
  await review(parts, facts, {
    policy,
    roster: newRoster(members),
    members,
    key: key.fingerprint,
    courier: courier.words,
  });
}

async function existingTeam(parts: TeamParts, facts: RepositoryFacts, files: TeamFiles): Promise<void> {
  const roster = decodeRoster(textOfBytes(files.roster) ?? '');
  const policy = decodeTeamPolicy(textOfBytes(files.policy) ?? '');
  if (!roster.ok || !policy.ok) {
    await vscode.window.showErrorMessage(unreadableText);
    return;
  }
  const items = [
    { ...existing.add, take: () => addColleagues(parts, facts, files) },
    { ...existing.endorse, take: () => endorseTeam(parts, facts.top) },
    { ...existing.courier, take: () => tryCourier(parts.workspace, policy.value.courier) },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: existing.title });
  await picked?.take();
}

/** Further lines in the roster, and the next version of the policy. */
async function addColleagues(parts: TeamParts, facts: RepositoryFacts, files: TeamFiles): Promise<void> {
  const rosterText = textOfBytes(files.roster) ?? '';
  const roster = decodeRoster(rosterText);
  const known = roster.ok ? roster.value.keys.map((key) => ({ person: key.person, key, roles: [] })) : [];
  const added = await askColleagues(addQuestion, known);
  if (added === undefined || added.length === 0) return;
  const policyText = textOfBytes(files.policy) ?? '';
  await review(parts, facts, {
    policy: await nextVersion(parts, policyText),
    roster: extendedRoster(rosterText, added),
    members: [...known, ...added],
    key: '',
    courier: '',
  });
}

/** The text with the version that follows the one in force, or its own where none is. */
export async function nextVersion(parts: TeamParts, text: string): Promise<string> {
  const state = await parts.trust.refresh();
  const policy = decodeTeamPolicy(text);
  const inForce = state.kind === 'none' ? undefined : state.trust?.policy.version;
  const least = Math.max(inForce ?? 0, policy.ok && inForce === undefined ? policy.value.version - 1 : 0);
  return withVersion(text, least + 1);
}

interface Draft {
  readonly policy: string;
  readonly roster: Result<string, RosterError>;
  readonly members: readonly Member[];
  /** The key that will sign, where one was chosen. */
  readonly key: string;
  readonly courier: string;
}

/** Shows everything that would be written, asks once, and only then signs and writes. */
export async function review(parts: TeamParts, facts: RepositoryFacts, draft: Draft): Promise<void> {
  if (!draft.roster.ok) {
    await vscode.window.showErrorMessage(draftRefused(draft.roster.error));
    return;
  }
  const before = parts.workspace.files();
  const after = { ...before, policy: bytesOf(draft.policy), roster: bytesOf(draft.roster.value) };
  const planned = planEndorsement(after, await parts.trust.refresh(), parts.clock.now());
  if (!planned.ok) {
    await vscode.window.showErrorMessage(planProblemText(planned.error.code, planned.error.detail));
    return;
  }
  const { trust, needed } = planned.value;
  const { question, about } = reviewText({ ...draft, digest: trust.digest, needed });
  const asked = { title: reviewTitle, words: question, yes: 'sign' } as const;
  if (await askOfTeamChange(asked, about, before, after))
    await signAndWrite(parts, facts.top, planned.value, after);
}
