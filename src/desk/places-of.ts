import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { TeamPlaces } from '../ports/judge.js';

/** What a team's policy says of places, in a form that can be sent. Of several teams, only what tightens. */
export function placesOf(team: TeamInForce): TeamPlaces {
  if (team.also === undefined) return { lines: team.policy.environments, isPinned: team.isPinned };
  const lines = [team, ...team.also].flatMap(({ policy }) => policy.environments);
  return { lines: lines.filter(({ environment }) => environment === 'production'), isPinned: false };
}
