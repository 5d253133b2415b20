import { join } from 'node:path';
import * as v from 'valibot';
import { standingPlaceShape } from '../../core/record/said-places.js';
import { readShape } from '../../core/shared/decode-shape.js';
import { countShape, type Shape, text } from '../../core/shared/shape.js';
import type { Home } from '../files/home.js';
import { keepOwn, loadOwn } from '../files/own-file.js';

/** Where an entry lies in the record. */
const spot = { segment: text, from: countShape, to: countShape };

/** What was said, each with the entry that holds it, and how far the record was read for it. */
const readingShape = v.strictObject({
  v: v.literal(2),
  /** Up to which byte of which segment. */
  segment: text,
  size: countShape,
  /** How its chain stood there. */
  next: countShape,
  head: text,
  high: countShape,
  counts: countShape,
  places: v.array(v.strictObject({ ...standingPlaceShape.entries, ...spot })),
});
export type KeptReading = Shape<typeof readingShape>;
export type HeldPlace = KeptReading['places'][number];

export function placesPath(home: Home): string {
  return join(home.root, 'places.json');
}

/**
 * What was read of the record the last time. Undefined where the file is absent, was not written by this installation or is not
 * of this version: the record is then read from its beginning.
 */
export function loadReading(home: Home): KeptReading | undefined {
  const read = readShape(readingShape, loadOwn(placesPath(home), 'places'));
  return read.kind === 'known' ? read.value : undefined;
}

export function keepReading(home: Home, reading: KeptReading): void {
  keepOwn(placesPath(home), 'places', { ...reading });
}
