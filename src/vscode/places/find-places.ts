import * as vscode from 'vscode';
import type { SaidPlace } from '../../core/target/said-place.js';
import {
  findPlaceholder,
  findTitle,
  forWhom,
  lookingForPlacesText,
  noneFoundText,
  placesSaidText,
} from '../../messages/places/found.js';
import { placeUnrecordedText } from '../../messages/places/places.js';
import type { SaidPlaces, Saying } from '../../ports/places.js';
import type { TeamParts } from '../team/team-parts.js';
import { type FoundRow, foundRow, isSaid, isTickedAtFirst, saying, turned } from './found-rows.js';

export interface FindParts {
  readonly places: SaidPlaces;
  by(): Saying;
  readonly team: TeamParts;
}

/** Shows every place that is found and not said yet; what a person ticks is said, or proposed for the team's policy. */
export async function findPlaces({ places, by, team }: FindParts): Promise<void> {
  const location = vscode.ProgressLocation.Window;
  const found = await vscode.window.withProgress({ location, title: lookingForPlacesText }, () =>
    team.find(),
  );
  const rows = found.filter((one) => !isSaid(one)).map((one) => foundRow(one));
  if (rows.length === 0) {
    await vscode.window.showInformationMessage(noneFoundText);
    return;
  }
  const ticked = await tickedOf(rows);
  if (ticked === undefined || ticked.length === 0) return;
  const whom = team.workspace.files().policy === undefined ? 'me' : await askForWhom();
  if (whom === 'me') await sayAll(places, by, ticked);
  if (whom !== 'team') return;
  const { proposePlaces } = await import('../team/team-flow.js');
  await proposePlaces(team, ticked);
}

/** The list; undefined when the person gives up. */
function tickedOf(found: readonly FoundRow[]): Promise<readonly SaidPlace[] | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<FoundRow>();
    Object.assign(pick, { title: findTitle, placeholder: findPlaceholder });
    Object.assign(pick, { canSelectMany: true, ignoreFocusOut: true, matchOnDescription: true });
    pick.keepScrollPosition = true;
    let rows = found;
    pick.items = rows;
    pick.selectedItems = rows.filter(isTickedAtFirst);
    pick.onDidTriggerItemButton(({ item }) => {
      const next = turned(item);
      const kept = pick.selectedItems;
      rows = rows.map((row) => (row === item ? next : row));
      pick.items = rows;
      pick.selectedItems = rows.filter((row) => row === next || kept.includes(row));
      pick.activeItems = [next];
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(saying));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

async function askForWhom(): Promise<'me' | 'team' | undefined> {
  const items = [
    { ...forWhom.me, whom: 'me' },
    { ...forWhom.team, whom: 'team' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title: forWhom.title }))?.whom;
}

/** Each by itself, in the record before it counts; the first that cannot be recorded ends it. */
async function sayAll(places: SaidPlaces, by: () => Saying, ticked: readonly SaidPlace[]): Promise<void> {
  const said: SaidPlace[] = [];
  for (const place of ticked) {
    const done = await places.say(place, by());
    if (!done.ok) {
      await vscode.window.showErrorMessage(placeUnrecordedText(done.error.detail));
      break;
    }
    said.push(place);
  }
  if (said.length > 0) void vscode.window.showInformationMessage(placesSaidText(said));
}
