import type { StandingPlace } from '../../core/record/said-places.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Place, Sayable } from '../../core/target/said-place.js';
import { dateAndTime } from '../text/time.js';

/** What can be said, as a word to press. */
export const sayableText: Readonly<Record<Sayable, string>> = {
  production: 'Production',
  staging: 'Staging',
  development: 'Development',
};

/** `acme-eu-1 (kubernetes)`. */
export function placeText({ system, name }: Place): string {
  return `${inertLine(name)} (${inertLine(system)})`;
}

/** What its name stood for, where that is more than the name. */
export function knownByText({ name, knownBy }: Place): string {
  const more = knownBy.filter((word) => word !== name).map(inertLine);
  return more.length === 0 ? 'known by its name alone' : `known by ${more.join(', ')}`;
}

/** When it was said and by whom. */
export function saidWhenText({ at, by }: StandingPlace): string {
  return `said ${dateAndTime(at)}${by === '' ? '' : ` by ${inertLine(by)}`}`;
}

/** One line of the list on the command line. */
export function placeLine(place: StandingPlace): string {
  return `${placeText(place)}: ${place.environment}, ${knownByText(place)}, ${saidWhenText(place)}`;
}
