import { type Ceremony, type Need, presences } from './verdict.js';

const ranks = { confirm: 0, typed: 1, countersign: 2 } as const;

/** True when what was asked for is at least what would be asked for now. */
export function coversCeremony(given: Ceremony, wanted: Ceremony): boolean {
  if (given.kind === 'countersign' && wanted.kind === 'countersign') {
    return coversNeeds(given.needs, wanted.needs);
  }
  return ranks[given.kind] >= ranks[wanted.kind];
}

/** True when `given` asks for at least what `wanted` asks for: as many persons, out of no more, as present. */
export function coversNeeds(given: readonly Need[], wanted: readonly Need[]): boolean {
  return wanted.every((need) =>
    given.some(
      (one) =>
        one.group === need.group &&
        one.count >= need.count &&
        one.from.every((person) => need.from.includes(person)) &&
        presences.indexOf(one.presence) >= presences.indexOf(need.presence),
    ),
  );
}
