import type { AskedPlace } from '../../core/approval/asked-place.js';
import type { StandingPlace } from '../../core/record/said-places.js';
import { inertLine } from '../../core/shared/inert.js';
import { type PlaceKey, type SaidPlace, type Sayable, sayable } from '../../core/target/said-place.js';
import type { PlaceQuestion } from '../../protocol/card.js';
import { dateAndTime } from '../text/time.js';

/** What can be said, as a word to press. */
const sayableText: Readonly<Record<Sayable, string>> = {
  production: 'Production',
  staging: 'Staging',
  development: 'Development',
};

/** `acme-eu-1 (kubernetes)`. */
export function placeText({ system, name }: PlaceKey): string {
  return `${inertLine(name)} (${inertLine(system)})`;
}

/** What its name stood for, where that is more than the name. */
export function knownByText({ name, knownBy }: PlaceKey): string {
  const more = knownBy.filter((word) => word !== name).map(inertLine);
  return more.length === 0 ? 'known by its name alone' : `known by ${more.join(', ')}`;
}

/** When it was said and by whom. */
function saidWhenText({ at, by }: StandingPlace): string {
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
export function outvotedText(place: PlaceKey, environment: Sayable): string {
  return `You have said that ${inertLine(place.name)} is ${environment}. Your team\u2019s rules want somebody else here all the same, until its policy names the place.`;
}

/** A row of the view **Places**. */
export function placeRow(place: StandingPlace): {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
} {
  const label = inertLine(place.name);
  return {
    label,
    description: `${place.environment}, ${inertLine(place.system)}, ${dateAndTime(place.at)}`,
    tooltip: `${placeText(place)} is ${place.environment}, ${knownByText(place)}, ${saidWhenText(place)}.`,
  };
}

export const noPlacesText =
  'Nothing was said of any place yet. A held card asks where nothing shows what its place is.';
export const whichPlaceText = 'Which place?';

export function placeUnrecordedText(detail: string): string {
  return `It could not be recorded, so it does not count: ${inertLine(detail)}`;
}

export function forgetQuestion(place: StandingPlace): {
  readonly question: string;
  readonly detail: string;
  readonly answer: string;
} {
  const name = inertLine(place.name);
  const after =
    place.environment === 'production'
      ? 'Writes there then ask for what they ask for at a place of which nobody knows: less than on production, unless they lose a whole for good.'
      : 'What cannot be brought back there then asks for the typed name again.';
  return {
    question: `Take back that ${name} is ${place.environment}?`,
    detail: `${placeText(place)}, ${knownByText(place)}, ${saidWhenText(place)}.\n\n${after}`,
    answer: 'Take Back',
  };
}

/** Why nothing can be proposed for the team's policy. */
export const noPolicyText =
  'This folder has no team policy that could name the place. Set one up first: Countersign: Set Up Team.';

export function namedAlreadyText(places: readonly SaidPlace[]): string {
  return `The team\u2019s policy has it already: ${saysText(places)}.`;
}

/** `acme-eu-1 is production, shop-dev is development`. */
export function saysText(places: readonly SaidPlace[]): string {
  const shown = places.slice(0, 3).map(({ name, environment }) => `${inertLine(name)} is ${environment}`);
  const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}
