import * as vscode from 'vscode';
import type { FoundPlace } from '../../core/target/found-place.js';
import { personsWord, type SaidPlace, type Sayable, sayable } from '../../core/target/said-place.js';
import { foundRowText, sayInsteadText } from '../../messages/places/found.js';

/** A found place as a row of a list in which what is right is ticked. */
export interface FoundRow extends vscode.QuickPickItem {
  readonly found: FoundPlace;
  readonly says: Sayable;
}

/** What a tick says at first: the guess, or production where nothing shows it or nothing harmless can be said. */
export function foundRow(found: FoundPlace, says: Sayable = firstOf(found)): FoundRow {
  const next = found.canBeHarmless ? nextOf(says) : undefined;
  return {
    ...foundRowText(found, says),
    found,
    says,
    ...(next === undefined
      ? {}
      : { buttons: [{ iconPath: new vscode.ThemeIcon('arrow-swap'), tooltip: sayInsteadText(next) }] }),
  };
}

/** The row with what it says changed to the next. */
export function turned({ found, says }: FoundRow): FoundRow {
  return foundRow(found, nextOf(says));
}

/** True for what is ticked at first: nothing becomes harmless by a list that is only accepted. */
export function isTickedAtFirst({ found, says }: FoundRow): boolean {
  return says === 'production' && found.guess === 'production';
}

export function isSaid({ evidence }: FoundPlace): boolean {
  return evidence?.source === personsWord;
}

export function saying({ found, says }: FoundRow): SaidPlace {
  return { ...found.place, environment: says };
}

function firstOf({ guess, canBeHarmless }: FoundPlace): Sayable {
  const guessed = sayable.find((environment) => environment === guess);
  return guessed === undefined || !canBeHarmless ? 'production' : guessed;
}

function nextOf(says: Sayable): Sayable {
  return sayable[(sayable.indexOf(says) + 1) % sayable.length] ?? 'production';
}
