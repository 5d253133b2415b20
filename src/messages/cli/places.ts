import { inertLine } from '../../core/shared/inert.js';
import { type PlaceKey, type Sayable, sayable } from '../../core/target/said-place.js';
import { knownByText, placeText } from '../places/places.js';
import { seeHelpText } from './usage.js';

export const nothingSaidText =
  'Nothing was said of any place. A held card asks; countersign places set says it here.';

export const placesPersonText =
  'expected a person at a terminal to say what a place is, got none; only a person says it, and no agent for them';

export function placesWhatText(got: readonly string[]): string {
  return seeHelpText(
    `expected list, set SYSTEM NAME ENVIRONMENT or forget SYSTEM NAME, got ${got.length === 0 ? 'nothing' : inertLine(got.join(' '))}`,
    'places',
  );
}

export function sayableExpectedText(got: string): string {
  return seeHelpText(`expected ${sayable.join(', ')} as what the place is, got ${inertLine(got)}`, 'places');
}

/** A system that nobody speaks of gives no protection, and is not known from one that is only rare. */
export function notLookedUpText(system: string, known: readonly string[]): string {
  return `Nothing is looked up for the system ${inertLine(system)}: only calls that name exactly this system hear it. Those that are looked up: ${known.join(', ')}.`;
}

export function placeNameText(got: string): string {
  return seeHelpText(
    `expected a system in lower case and the name of one place, no pattern, got ${inertLine(got)}`,
    'places',
  );
}

/** Nothing here shows for sure what the name leads to. */
export function notExactText(place: PlaceKey, environment: Sayable): string {
  return `expected a place whose account, server or host is known here for ${environment}, got ${placeText(place)}, ${knownByText(place)}; say production, or name it in the team's policy`;
}

export function neverSaidText(system: string, name: string, known: readonly string[]): string {
  const others =
    known.length === 0 ? 'nothing was said of any place' : `said is ${known.map(inertLine).join(', ')}`;
  return `expected a place of which something was said, got ${inertLine(name)} (${inertLine(system)}); ${others}`;
}

export function placeSaidText(place: PlaceKey, environment: Sayable): string {
  return `${placeText(place)} is ${environment} from now on, ${knownByText(place)}.`;
}

export function forgottenText(place: PlaceKey): string {
  return `What was said of ${placeText(place)} counts no more.`;
}

export function placeNotRecordedText(detail: string): string {
  return `expected to record it, got ${inertLine(detail)}; nothing was said`;
}
