import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { SaidPlace } from '../core/target/said-place.js';
import type { KnownPlaces } from '../ports/judge.js';

/** Places as they were last put together: the same object for the same team and words, so that they are compiled once. */
const known = new WeakMap<object, KnownPlaces>();
const noTeam = {};
const nothingSaid: readonly SaidPlace[] = [];

/** What a team's policy says of places and what the person has said, in a form that can be sent. Of several teams, only what tightens. */
export function placesOf(team: TeamInForce | undefined, said = nothingSaid): KnownPlaces | undefined {
  if (team === undefined && said.length === 0) return undefined;
  const key = team ?? noTeam;
  const last = known.get(key);
  if (last !== undefined && (last.said ?? nothingSaid) === said) return last;
  const places = { ...ofTeam(team), ...(said.length === 0 ? {} : { said }) };
  known.set(key, places);
  return places;
}

function ofTeam(team: TeamInForce | undefined): KnownPlaces {
  if (team === undefined) return { lines: [], isPinned: true };
  if (team.also === undefined) return { lines: team.policy.environments, isPinned: team.isPinned };
  const lines = [team, ...team.also].flatMap(({ policy }) => policy.environments);
  return { lines: lines.filter(({ environment }) => environment === 'production'), isPinned: false };
}
