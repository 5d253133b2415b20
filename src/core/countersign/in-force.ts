import { type TeamInForce, teamInForce } from '../policy/team-in-force.js';
import { namespaces } from './namespace.js';
import { personsWho } from './roster-lookup.js';
import type { Trust, TrustState } from './trust.js';

/** The team's policy that holds; undefined without one. Before it is accepted it tightens, and nothing in it loosens. */
export function teamOf(state: TrustState): TeamInForce | undefined {
  if (state.kind === 'none' || state.trust === undefined) return undefined;
  return teamOfTrust(state.trust, state.kind !== 'unpinned');
}

/** The same for a policy and roster at hand: who may approve by the roster, and the policy's globs compiled. */
export function teamOfTrust({ policy, roster }: Trust, isPinned: boolean): TeamInForce {
  return teamInForce(policy, personsWho(roster, namespaces.approval), isPinned);
}
