import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { TeamPlaces } from '../ports/judge.js';

/** What a team's policy says of places, in a form that can be sent. */
export function placesOf({ policy, isPinned }: TeamInForce): TeamPlaces {
  return { lines: policy.environments, isPinned };
}
