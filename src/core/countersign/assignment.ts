import { type Need, type Presence, presences } from '../policy/verdict.js';

/** A person who said yes, and the most that any of their signatures shows. */
export interface CandidateSigner {
  readonly person: string;
  readonly presence: Presence;
}

/** A need, and whose signatures stand for it. */
export interface Met {
  readonly need: Need;
  readonly by: readonly string[];
  /** How many are still needed; 0 when it is met. */
  readonly lacking: number;
}

/**
 * Gives each person to at most one need, so that as many places as possible are taken: "one of the owners and one of
 * security" needs two persons, even where one belongs to both. Optimal, by augmenting paths; the order in which the
 * answers came does not matter.
 */
export function assignSigners(needs: readonly Need[], signers: readonly CandidateSigner[]): readonly Met[] {
  const persons = strongest(signers);
  const places = needs.flatMap((need) => Array.from({ length: need.count }, () => need));
  const taken: (string | undefined)[] = places.map(() => undefined);
  for (const signer of persons) seat(signer, places, taken, persons, new Set());
  let at = 0;
  return needs.map((need) => {
    const by = taken.slice(at, at + need.count).filter((person) => person !== undefined);
    at += need.count;
    return { need, by, lacking: need.count - by.length };
  });
}

export function meetsNeed(signer: CandidateSigner, need: Need): boolean {
  return need.from.includes(signer.person) && atLeast(signer.presence, need.presence);
}

export function atLeast(presence: Presence, wanted: Presence): boolean {
  return presences.indexOf(presence) >= presences.indexOf(wanted);
}

/** Each person once, in a fixed order. */
function strongest(signers: readonly CandidateSigner[]): readonly CandidateSigner[] {
  const best = new Map<string, Presence>();
  for (const { person, presence } of signers) {
    const known = best.get(person);
    if (known === undefined || !atLeast(known, presence)) best.set(person, presence);
  }
  return [...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([person, presence]) => ({ person, presence }));
}

/** Takes a free place, or one whose holder can move to another. */
function seat(
  signer: CandidateSigner,
  places: readonly Need[],
  taken: (string | undefined)[],
  persons: readonly CandidateSigner[],
  tried: Set<number>,
): boolean {
  for (const [index, need] of places.entries()) {
    if (tried.has(index) || !meetsNeed(signer, need)) continue;
    tried.add(index);
    const holder = persons.find((one) => one.person === taken[index]);
    if (holder !== undefined && !seat(holder, places, taken, persons, tried)) continue;
    taken[index] = signer.person;
    return true;
  }
  return false;
}
