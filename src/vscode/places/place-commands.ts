import * as vscode from 'vscode';
import type { StandingPlace } from '../../core/record/said-places.js';
import { isSamePlace } from '../../core/target/said-place.js';
import {
  forgetQuestion,
  noPlacesText,
  placeRow,
  placeUnrecordedText,
  whichPlaceText,
} from '../../messages/places/places.js';
import type { SaidPlaces, Saying } from '../../ports/places.js';
import type { TeamParts } from '../team/team-parts.js';
import { findPlaces } from './find-places.js';
import { PlacesTree } from './places-tree.js';

export interface PlacesParts {
  readonly places: SaidPlaces;
  /** Who sits here. */
  by(): Saying;
  readonly team: TeamParts;
}

/** The view of what was said of places, and what a person does there. */
export function registerPlaces(parts: PlacesParts): vscode.Disposable {
  const on = (command: string, run: (place: StandingPlace) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (given: unknown) => {
      const place = await meant(parts.places, given);
      if (place !== undefined) await run(place);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand('countersign.findPlaces', () => findPlaces(parts)),
    new PlacesTree(parts.places),
    on('countersign.forgetPlace', (place) => forget(parts, place)),
    on('countersign.proposePlace', async (place) => {
      const { proposePlaces } = await import('../team/team-flow.js');
      await proposePlaces(parts.team, [place]);
    }),
  );
}

/** The row that the command was given, where it still stands; from the palette a person picks one. */
async function meant(places: SaidPlaces, given: unknown): Promise<StandingPlace | undefined> {
  const all = places.list();
  if (given !== undefined) return all.find((one) => one === given || isRow(given, one));
  if (all.length === 0) {
    await vscode.window.showInformationMessage(noPlacesText);
    return undefined;
  }
  const items = all.map((place) => ({ ...placeRow(place), place, detail: placeRow(place).tooltip }));
  return (await vscode.window.showQuickPick(items, { title: whichPlaceText }))?.place;
}

function isRow(given: unknown, place: StandingPlace): boolean {
  return typeof given === 'object' && given !== null && isSamePlace({ ...place, ...given }, place);
}

/** Taking back may ask for more or for less than before: it is said which, and asked once. */
async function forget({ places, by }: PlacesParts, place: StandingPlace): Promise<void> {
  const { question, detail, answer } = forgetQuestion(place);
  const given = await vscode.window.showWarningMessage(question, { modal: true, detail }, answer);
  if (given !== answer) return;
  const done = await places.forget(place, by());
  if (!done.ok) await vscode.window.showErrorMessage(placeUnrecordedText(done.error.detail));
}
