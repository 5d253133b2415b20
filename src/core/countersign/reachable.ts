import type { Need } from '../policy/verdict.js';
import { assignSigners } from './assignment.js';

/**
 * The needs that could never be met by other persons than the requester, even if all of them said yes with the best of
 * keys. Empty when enough peers exist.
 */
export function unreachable(needs: readonly Need[], requester: string): readonly Need[] {
  const peers = [...new Set(needs.flatMap((need) => need.from))].filter((person) => person !== requester);
  const everyone = peers.map((person) => ({ person, presence: 'pin' }) as const);
  return assignSigners(needs, everyone)
    .filter((met) => met.lacking > 0)
    .map((met) => met.need);
}
