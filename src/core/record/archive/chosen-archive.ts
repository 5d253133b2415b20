import * as v from 'valibot';
import { readShape } from '../../shared/decode-shape.js';
import { parseJson } from '../../shared/json.js';
import { countShape, type Shape, text } from '../../shared/shape.js';

/** Where a home's record goes, and the last that the archive said: the record's checkpoint, cosigned; empty before it said anything. */
const chosenArchiveShape = v.strictObject({
  v: v.literal(1),
  url: text,
  /** The archive's cosigning key, as a C2SP verifier key. */
  key: text,
  note: text,
  /** Digest of the team's policy that named it, where the person agreed to that; absent where they chose it themselves. */
  policy: v.exactOptional(text),
  /** When the person said so; Unix milliseconds. */
  since: v.exactOptional(countShape),
  /** What a policy named and the person does not send to. */
  refused: v.exactOptional(v.strictObject({ url: text, key: text })),
});
export type ChosenArchive = Shape<typeof chosenArchiveShape>;

/** An archive by where it is and what it signs with. */
export type ArchiveName = Pick<ChosenArchive, 'url' | 'key'>;

/** What a person has said to the archive that their team's policy names. */
export type ArchiveConsent = 'agreed' | 'refused' | 'not-asked';

export function consentTo(named: ArchiveName, chosen: ChosenArchive | undefined): ArchiveConsent {
  if (chosen === undefined) return 'not-asked';
  if (isSameArchive(named, chosen)) return 'agreed';
  return chosen.refused && isSameArchive(named, chosen.refused) ? 'refused' : 'not-asked';
}

export function isSameArchive(a: ArchiveName, b: ArchiveName): boolean {
  return a.url === b.url && a.key === b.key;
}

/** Undefined for what is none. */
export function decodeChosenArchive(content: string): ChosenArchive | undefined {
  const read = readShape(chosenArchiveShape, parseJson(content));
  return read.kind === 'known' || read.kind === 'more' ? read.value : undefined;
}
