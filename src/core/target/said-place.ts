import * as v from 'valibot';
import { type Shape, text, texts } from '../shared/shape.js';
import type { Target } from './target.js';

/** What a person can say that a place is. */
export const sayable = ['production', 'staging', 'development'] as const;
export type Sayable = (typeof sayable)[number];

const place = {
  /** A `System`. */
  system: text,
  /** What selects it: a context, a profile or its account, a host, a project, an app. */
  name: text,
  /** What the name stood for: account id, server, host or project; where none is known, all that selected it, the name first. */
  knownBy: texts,
};

/** As evidence of a target: the person at this machine has said it. */
export const personsWord = 'your own word';

/** The same of the team: its policy's map says so. */
export const teamsWord = 'team map';

/** A place as a person is asked about it. */
export const placeShape = v.strictObject(place);
export type PlaceKey = Shape<typeof placeShape>;

/** A place with what a person has said that it is. */
export const saidPlaceShape = v.strictObject({ ...place, environment: v.picklist(sayable) });
export type SaidPlace = Shape<typeof saidPlaceShape>;

/** What a person is not asked about: files and history at hand, this machine, what supervises agents. */
const noPlaces = new Set('filesystem git host agent sqlite'.split(' '));

/** Services whose names are the same everywhere: no file of this machine says what they stand for. */
const namedForAll = new Set(
  'http github gitlab heroku fly vercel netlify cloudflare firebase railway supabase render'.split(' '),
);

/** True where a person can say what a place of this system is. */
export function isSayableOf(system: string): boolean {
  return !noPlaces.has(system);
}

type Seen = Pick<Target, 'system' | 'name' | 'account' | 'scope' | 'identity' | 'evidence' | 'bends'>;

/**
 * The place behind a target, as one can speak of it whatever the resource, the namespace and the database. Undefined where
 * nothing names it, or not wholly. `evidence` of the target: its selectors alone.
 */
export function placeOf({ system, name, account, scope, identity, evidence }: Seen): PlaceKey | undefined {
  if (!isSayableOf(system)) return undefined;
  const selectors = [...new Set(evidence.map(({ value }) => value))];
  const own = name === account || selectors.includes(name) ? name : (account ?? selectors[0]);
  if (own === undefined || own === '' || own === system) return undefined;
  const others = selectors.filter((value) => value !== scope && value !== own).sort();
  const known =
    account === undefined ? [own, ...others, ...(identity === undefined ? [] : [identity])] : [account];
  if ([own, ...known].some((word) => word.includes('…') || word === '')) return undefined;
  return { system, name: own, knownBy: known.slice(0, 12) };
}

/**
 * Whether no file that an agent can write makes the target's name another place: only such a one can be said to be harmless. An
 * inventory is a file, whatever it is called; and a connection that is bent ends elsewhere.
 */
export function isExact({ system, account, bends }: Pick<Seen, 'system' | 'account' | 'bends'>): boolean {
  if (bends !== undefined) return false;
  return namedForAll.has(system) || (account !== undefined && system !== 'ansible');
}

/**
 * What has been said of a place. "Production" is heard by the name or by what it stood for; what makes a place harmless counts
 * only for the very same name with the very same evidence.
 */
export function saidOf(
  place: PlaceKey,
  isExactlyThat: boolean,
  said: readonly SaidPlace[],
): SaidPlace | undefined {
  const ofSystem = said.filter(({ system }) => system === place.system);
  const worst = ofSystem.find(
    (one) =>
      one.environment === 'production' && (one.name === place.name || one.knownBy[0] === place.knownBy[0]),
  );
  if (worst !== undefined || !isExactlyThat) return worst;
  return ofSystem.find((one) => isSamePlace(one, place));
}

/** The same name, and the same evidence for it. */
export function isSamePlace(left: PlaceKey, right: PlaceKey): boolean {
  return (
    left.system === right.system &&
    left.name === right.name &&
    left.knownBy.length === right.knownBy.length &&
    left.knownBy.every((word, at) => word === right.knownBy[at])
  );
}
