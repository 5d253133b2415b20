import * as vscode from 'vscode';
import { decodeRoster } from '../../core/countersign/decode-roster.js';
import { withPlace } from '../../core/countersign/starter-policy.js';
import { ok } from '../../core/shared/result.js';
import type { SaidPlace } from '../../core/target/said-place.js';
import { namedAlreadyText, noPolicyText } from '../../messages/places/places.js';
import { unreadableText } from '../../messages/team/team.js';
import { nextVersion, repositoryFor, review } from './set-up-team.js';
import type { TeamParts } from './team-parts.js';
import { textOfBytes } from './team-review.js';

/** A line more for each in the team's policy, shown as a difference before anything is signed or written. */
export async function proposePlaces(parts: TeamParts, places: readonly SaidPlace[]): Promise<void> {
  const facts = await repositoryFor(parts);
  if (facts === undefined) return;
  const files = parts.workspace.files();
  const [policy, roster] = [textOfBytes(files.policy), textOfBytes(files.roster)];
  if (policy === null || roster === null) {
    await vscode.window.showInformationMessage(noPolicyText);
    return;
  }
  const read = decodeRoster(roster);
  if (!read.ok) {
    await vscode.window.showErrorMessage(unreadableText);
    return;
  }
  const named = places.reduce(
    (text, { environment, system, name }) => withPlace(text, { environment, system, name }) ?? text,
    policy,
  );
  if (named === policy) {
    await vscode.window.showInformationMessage(namedAlreadyText(places));
    return;
  }
  await review(parts, facts, {
    policy: await nextVersion(parts, named),
    roster: ok(roster),
    members: read.value.keys.map((key) => ({ person: key.person, key, roles: [] })),
    key: '',
    courier: '',
  });
}
