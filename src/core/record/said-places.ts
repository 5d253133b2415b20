import * as v from 'valibot';
import { countShape, type Shape, text } from '../shared/shape.js';
import { isSamePlace, saidPlaceShape } from '../target/said-place.js';
import type { Entry } from './entry.js';

/** What a person has said of a place, when, and who they were; empty where nobody knew. */
export const standingPlaceShape = v.strictObject({
  ...saidPlaceShape.entries,
  at: countShape,
  by: text,
});
export type StandingPlace = Shape<typeof standingPlaceShape>;

/** What stands after one more entry of the record: the last word about a place counts. */
export function afterEntry(
  standing: readonly StandingPlace[],
  { body, ts }: Pick<Entry, 'body' | 'ts'>,
): readonly StandingPlace[] {
  if (body.type !== 'place.said' && body.type !== 'place.forgotten') return standing;
  const others = standing.filter((one) => !isSamePlace(one, body));
  if (body.type === 'place.forgotten') return others;
  const { system, name, knownBy, environment, decider } = body;
  return [...others, { system, name, knownBy, environment, at: ts, by: decider?.person ?? '' }];
}
