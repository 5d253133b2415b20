import { inertLine } from '../../core/shared/inert.js';
import type { FoundPlace } from '../../core/target/found-place.js';
import { type PlaceKey, personsWord, type SaidPlace, type Sayable } from '../../core/target/said-place.js';
import type { Evidence } from '../../core/target/target.js';
import { knownByText, saysText } from './places.js';

export const findTitle = 'Find Places: what are these?';
export const findPlaceholder = 'Tick what is right; the arrows of a row change what it says';
export const lookingForPlacesText = 'Countersign looks for places';
export const noneFoundText =
  'No place was found that has not been said yet: this folder and your configuration name no context, profile, host, project or app.';

/** A row: the name, what a tick says of it, and why. */
export function foundRowText(
  { place, guess, evidence, canBeHarmless }: FoundPlace,
  says: Sayable,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const guessed =
    evidence === undefined
      ? 'Nothing shows what it is'
      : evidence.source === personsWord
        ? `You have said that it is ${guess}`
        : `Looks like ${guess} by ${clueText(place, evidence)}`;
  const only = canBeHarmless ? '' : ', so production or nothing';
  return {
    label: inertLine(place.name),
    description: `${inertLine(place.system)}; a tick says ${says}`,
    detail: `${guessed}; ${knownByText(place)}${only}`,
  };
}

function clueText({ name }: PlaceKey, { source, value }: Evidence): string {
  return value === name ? 'its name' : `${inertLine(source)}: ${inertLine(value)}`;
}

export function sayInsteadText(environment: Sayable): string {
  return `Say that it is ${environment}`;
}

/** For whom it counts. */
export const forWhom = {
  title: 'For whom does it count?',
  me: { label: 'For me, on this machine', detail: 'Recorded at once, and taken back in the view Places.' },
  team: {
    label: 'For the team',
    detail: 'Proposed as lines of its policy; you see them before anything is signed.',
  },
} as const;

export function placesSaidText(places: readonly SaidPlace[]): string {
  return `Said and recorded: ${saysText(places)}.`;
}
