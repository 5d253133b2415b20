import type { AskedPlace } from '../../core/approval/asked-place.js';
import type { StandingPlace } from '../../core/record/said-places.js';
import { inertLine } from '../../core/shared/inert.js';
import { type Place, type Sayable, sayable } from '../../core/target/said-place.js';
import type { PlaceQuestion } from '../../protocol/card.js';
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

/** What a held card asks about a place of which nobody knows what it is. */
export function questionOf({ place, canBeHarmless }: AskedPlace): PlaceQuestion {
  const name = inertLine(place.name);
  const offered = sayable.filter((environment) => canBeHarmless || environment === 'production');
  const effect = canBeHarmless
    ? 'Your answer is kept on this machine, and this call is judged again by it; it approves nothing.'
    : 'Nothing here says for sure what the name leads to, so only production can be said. It approves nothing.';
  return {
    words: `What is ${name}?`,
    detail: `${placeText(place)}, ${knownByText(place)}. ${effect}`,
    answers: offered.map((environment) => ({
      environment,
      label: sayableText[environment],
      name: `${name} is ${environment}`,
    })),
    later: 'Not now',
  };
}

/** Said, and without effect on this call. */
export function outvotedText(place: Place, environment: Sayable): string {
  return `You have said that ${inertLine(place.name)} is ${environment}. Your team\u2019s rules want somebody else here all the same, until its policy names the place.`;
}
