import * as v from 'valibot';
import { readShape } from '../../shared/decode-shape.js';
import { parseJson } from '../../shared/json.js';
import { type Shape, text } from '../../shared/shape.js';

/** Where a home's record goes, and the last that the archive said: the record's checkpoint, cosigned; empty before it said anything. */
const chosenArchiveShape = v.strictObject({
  v: v.literal(1),
  url: text,
  /** The archive's cosigning key, as a C2SP verifier key. */
  key: text,
  note: text,
});
export type ChosenArchive = Shape<typeof chosenArchiveShape>;

/** Undefined for what is none. */
export function decodeChosenArchive(content: string): ChosenArchive | undefined {
  const read = readShape(chosenArchiveShape, parseJson(content));
  return read.kind === 'known' || read.kind === 'more' ? read.value : undefined;
}
