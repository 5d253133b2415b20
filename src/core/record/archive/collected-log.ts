import * as v from 'valibot';
import { readShape } from '../../shared/decode-shape.js';
import { parseJson } from '../../shared/json.js';
import { countShape, type Shape, text } from '../../shared/shape.js';

/** Of whom an archive has a record: the key that names it, and who sends it (empty where the carrier does not say). */
const collectedLogShape = v.strictObject({
  v: v.literal(1),
  key: text,
  person: text,
  /** The number of its first entry here, where those before it were let go before it was first sent. */
  begins: v.exactOptional(countShape),
});
export type CollectedLog = Shape<typeof collectedLogShape>;

/** Undefined for what is none. */
export function decodeCollectedLog(content: string): CollectedLog | undefined {
  const read = readShape(collectedLogShape, parseJson(content));
  return read.kind === 'known' || read.kind === 'more' ? read.value : undefined;
}

/** By which keys an archive signs: its own log, and what it cosigns. As C2SP verifier keys. */
const archiveKeysShape = v.strictObject({ v: v.literal(1), log: text, cosigner: text });
export type ArchiveKeyTexts = Shape<typeof archiveKeysShape>;

export function decodeArchiveKeys(content: string): ArchiveKeyTexts | undefined {
  const read = readShape(archiveKeysShape, parseJson(content));
  return read.kind === 'known' || read.kind === 'more' ? read.value : undefined;
}

/** What an archive is about to say, once all of it lies on disk: each file with its content, by its path in the archive. */
const announcementShape = v.strictObject({
  v: v.literal(1),
  files: v.array(v.strictObject({ path: text, content: text })),
});
export type Announcement = Shape<typeof announcementShape>;

export function decodeAnnouncement(content: string): Announcement | undefined {
  const read = readShape(announcementShape, parseJson(content));
  return read.kind === 'known' ? read.value : undefined;
}
