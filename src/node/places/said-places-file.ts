import { timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { hmac } from '../../client/crypto.js';
import { readSmallFile } from '../../client/small-file.js';
import { standingPlaceShape } from '../../core/record/said-places.js';
import { canonical } from '../../core/shared/canonical.js';
import { readShape } from '../../core/shared/decode-shape.js';
import { isJsonObject, parseJson } from '../../core/shared/json.js';
import { countShape, type Shape, text } from '../../core/shared/shape.js';
import { writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { installationKey } from '../files/installation-key.js';

/** More words than a person says; a longer file is none of ours. */
const limitBytes = 4 * 1024 * 1024;

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
  const value = parseJson(readSmallFile(placesPath(home), limitBytes)?.text ?? '');
  if (!isJsonObject(value)) return undefined;
  const { mac, ...rest } = value;
  const read = readShape(readingShape, rest);
  return read.kind === 'known' && typeof mac === 'string' && isOwn(home, read.value, mac)
    ? read.value
    : undefined;
}

/** Only a short cut: what cannot be kept is read again. */
export function keepReading(home: Home, reading: KeptReading): void {
  try {
    writeForNow(placesPath(home), `${JSON.stringify({ ...reading, mac: macOf(home, reading) })}\n`);
  } catch {
    // The record holds it.
  }
}

function isOwn(home: Home, reading: KeptReading, mac: string): boolean {
  try {
    const [given, own] = [Buffer.from(mac), Buffer.from(macOf(home, reading))];
    return given.length === own.length && timingSafeEqual(given, own);
  } catch {
    return false;
  }
}

function macOf(home: Home, reading: KeptReading): string {
  const whole = canonical(reading);
  if (!whole.ok) throw new Error('what was said of places has no canonical form');
  return hmac(installationKey(home.root, 'places'), whole.value);
}
