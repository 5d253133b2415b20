import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { SaidPlace } from '../core/target/said-place.js';
import type { KnownPlaces } from '../ports/judge.js';

/** Places as they were put together: the same object for the same team and words, so that they are compiled once. */
const known = new WeakMap<object, WeakMap<readonly SaidPlace[], KnownPlaces>>();
const tightening = new WeakMap<readonly SaidPlace[], readonly SaidPlace[]>();
const noTeam = {};
const nothingSaid: readonly SaidPlace[] = [];

/** What a team's policy says of places and what the person has said, in a form that can be sent. Of several teams, only what tightens. */
export function placesOf(team: TeamInForce | undefined, said = nothingSaid): KnownPlaces | undefined {
  if (team === undefined && said.length === 0) return undefined;
  const key = team ?? noTeam;
  const ofWords = known.get(key) ?? new WeakMap<readonly SaidPlace[], KnownPlaces>();
  known.set(key, ofWords);
  const places = ofWords.get(said) ?? { ...ofTeam(team), ...(said.length === 0 ? {} : { said }) };
  ofWords.set(said, places);
  return places;
}

/** The words that make a place stricter; the same object for the same words. */
export function tighteningOf(said = nothingSaid): readonly SaidPlace[] {
  const words = tightening.get(said) ?? said.filter(({ environment }) => environment === 'production');
  tightening.set(said, words);
  return words;
}

function ofTeam(team: TeamInForce | undefined): KnownPlaces {
  if (team === undefined) return { lines: [], isPinned: true };
  if (team.also === undefined) return { lines: team.policy.environments, isPinned: team.isPinned };
  const lines = [team, ...team.also].flatMap(({ policy }) => policy.environments);
  return { lines: lines.filter(({ environment }) => environment === 'production'), isPinned: false };
}
