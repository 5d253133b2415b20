import type { Sighting, SightingStanding, Witness, WitnessReport } from '../../core/record/witness.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';

function witnessText({ kind, name }: Witness): string {
  switch (kind) {
    case 'own':
      return "this home's own last checkpoint";
    case 'kept':
      return name === '' ? 'the line given' : `the checkpoint in ${inertLine(name)}`;
    case 'person':
      return inertLine(name);
    case 'remote':
      return `the remote ${inertLine(name)}`;
    case 'archive':
      return `the archive ${inertLine(name)}`;
  }
}

function sawText({ witness, size, at, written }: Sighting): string {
  const file = at === undefined && written !== undefined ? ` (a file of ${dateAndTime(written)})` : '';
  const when = at === undefined ? '' : ` on ${dateAndTime(at)}`;
  return `${witnessText(witness)}${file} saw ${countText(size, 'entry', 'entries')}${when}`;
}

/** What does not agree with one who saw the record, on one line. `size` is that of the record, `agreedTo` how far all agree. */
export function sightingText(
  { sighting, standing }: SightingStanding,
  {
    size,
    agreedTo,
    firstBad,
  }: { readonly size: number; readonly agreedTo: number; readonly firstBad?: number },
): string {
  const saw = sawText(sighting);
  switch (standing) {
    case 'agrees':
      return `${saw}: they are as they were`;
    case 'let-go':
      return `${saw}: they were let go since, and only the hash of the last was seen`;
    case 'early':
      return `entries were let go too early: ${saw}, so that some of those that were let go were younger than the record says`;
    case 'shorter':
      return `entries are missing: ${saw}, and the record has ${size}; the first that is missing is entry ${size}`;
    case 'differs': {
      const first = firstBad === undefined ? '' : `; the first that differs is entry ${firstBad}`;
      const upTo = agreedTo === 0 ? '' : `; the first ${agreedTo} are as they were`;
      return `the record was rewritten: ${saw}, and others stand there now${upTo}${first}`;
    }
    case 'other-record':
      return `the record was begun anew: ${saw} of the record ${inertLine(sighting.checkpoint?.origin ?? '')}, and this is another one`;
  }
}

/** Who saw the entry that is another now, or gone, where the chain breaks. */
export function seenBrokenText({ sighting }: SightingStanding, entry: number): string {
  return `${sawText(sighting)}, entry ${entry} among them: it was changed, moved or taken away since`;
}

/** What no witness has seen, and since when. */
export function unwitnessedText({ isWitnessed, unwitnessed, since }: WitnessReport): string {
  if (!isWitnessed) return 'No witness: a rewrite by this account cannot be seen.';
  if (unwitnessed === 0) return 'Every entry is witnessed.';
  const from = since === undefined ? '' : `, since ${dateAndTime(since)}`;
  return `${countText(unwitnessed, 'entry is', 'entries are')} not witnessed yet${from}.`;
}

/** A line that proves later that nothing before it was changed. */
export function lineToKeepText(line: string): string {
  return `Keep this line where this account cannot change it, and give it to countersign verify --checkpoint later:\n  ${line}`;
}

export function noCheckpointText(got: string): string {
  return `expected --checkpoint to be a line or a file of lines that verify printed, got ${inertLine(got)}`;
}

/** The record is gone, and the home shows that there was one. */
export const emptiedText = 'the record is gone: this home has signed checkpoints of it, and holds no entry';

const numbersShown = 8;

function numbersText(numbers: readonly number[]): string {
  const shown = numbers.slice(0, numbersShown).join(', ');
  return numbers.length > numbersShown ? `${shown} and ${numbers.length - numbersShown} more` : shown;
}

export function wrongMacText(numbers: readonly number[]): string {
  return `${countText(numbers.length, 'entry was', 'entries were')} not written by this installation as they stand: ${numbersText(numbers)}. They are forged, or the secret of this home is another one now`;
}

/** Entries behind the first that has a MAC. */
export function withoutMacText(numbers: readonly number[]): string {
  return `${countText(numbers.length, 'entry has', 'entries have')} no MAC of this installation: ${numbersText(numbers)}. An older version wrote them, or something else did; no yes counts by them`;
}

export const noMacsText =
  'No entry has a MAC of this installation: only older versions wrote them, or something else did';

/** The record says itself that it has them. */
export const takenMacsText =
  'the MACs of the entries were taken away, or their first: entry 0 says that it was written with one, and has none. No yes among them counts any more';

export function unreachedText(
  name: string,
  { code, detail }: { readonly code: string; readonly detail: string },
): string {
  return `the remote ${inertLine(name)} could not be asked, so the record was not held against it (${code} ${inertLine(detail)})`;
}

export function lostAnchorText({
  name,
  size,
  at,
}: {
  readonly name: string;
  readonly size: number;
  readonly at: number;
}): string {
  return `the remote ${inertLine(name)} no longer holds the checkpoint over ${countText(size, 'entry', 'entries')} that was put there on ${dateAndTime(at)}`;
}

export const witnessQuestion = (name: string): string =>
  `From now on the number of entries of your record and a hash over them are put on the branch countersign-log of
${inertLine(name)}
with this account and machine, and nothing of what the entries say: at each decision and each hour. Whoever can read the
remote sees how many there are. Let the host protect the branch from force pushes and deletion, or the same account can take
it away again. Type yes to go on: `;

export const witnessNeedsPersonText = 'expected a person at a terminal for --witness, got none';

export const witnessDeclinedText = 'nothing was put anywhere';

export function witnessedText(name: string, size: number): string {
  return `The remote ${inertLine(name)} has seen ${countText(size, 'entry', 'entries')}.`;
}

export function notWitnessedText(
  name: string,
  { code, detail }: { readonly code: string; readonly detail: string },
): string {
  return `the remote ${inertLine(name)} took no checkpoint (${code} ${inertLine(detail)})`;
}

export function remoteExpectedText(got: string, code: string): string {
  return `expected --witness to be the address of a git remote, got ${inertLine(got)} (${code.replaceAll('-', ' ')})`;
}

export const nothingToWitnessText =
  'expected a record that its last checkpoint fits, got none; see countersign verify';
