import { type TeamInForce, teamInForce } from '../policy/team-in-force.js';
import { namespaces } from './namespace.js';
import { personsWho } from './roster-lookup.js';
import type { TrustState } from './trust.js';

/** The team's policy that holds; undefined without one. Before it is accepted it tightens, and nothing in it loosens. */
export function teamOf(state: TrustState): TeamInForce | undefined {
  if (state.kind === 'none' || state.trust === undefined) return undefined;
  const { policy, roster } = state.trust;
  return teamInForce(policy, personsWho(roster, namespaces.approval), state.kind !== 'unpinned');
}
