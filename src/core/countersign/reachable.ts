import type { Need } from '../policy/verdict.js';
import { assign } from './assignment.js';

/**
 * The needs that could never be met by other persons than the requester, even if all of them said yes with the best of
 * keys. Empty when enough peers exist.
 */
export function unreachable(needs: readonly Need[], requester: string): readonly Need[] {
  const peers = [...new Set(needs.flatMap((need) => need.from))].filter((person) => person !== requester);
  const everyone = peers.map((person) => ({ person, presence: 'pin' }) as const);
  return assign(needs, everyone)
    .filter((met) => met.lacking > 0)
    .map((met) => met.need);
}

/** True when `signed` asks for at least what `own` asks for: as many persons, out of no more, as present. */
export function coversNeeds(signed: readonly Need[], own: readonly Need[]): boolean {
  return own.every((need) =>
    signed.some(
      (one) =>
        one.group === need.group &&
        one.count >= need.count &&
        one.from.every((person) => need.from.includes(person)) &&
        rank(one) >= rank(need),
    ),
  );
}

const ranks = { none: 0, touch: 1, pin: 2 } as const;

function rank(need: Need): number {
  return ranks[need.presence];
}
