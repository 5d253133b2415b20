import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { checkpointLine } from '../core/record/checkpoint/checkpoint.js';
import { isOverdue, type Review } from '../core/record/reviews.js';
import {
  compareSightings,
  isAgainst,
  type Sighting,
  type SightingStanding,
  tellingSightings,
  type WitnessReport,
} from '../core/record/witness.js';
import {
  emptyFileText,
  entryOfReceiptText,
  recordBreakText,
  recordHoldsText,
} from '../messages/cli/record.js';
import { newerText } from '../messages/record/record.js';
import { holdText, letGoAheadText, retentionLetGoText } from '../messages/record/retention.js';
import { reviewDueText } from '../messages/record/review.js';
import {
  emptiedText,
  lineToKeepText,
  lostAnchorText,
  noCheckpointText,
  noMacsText,
  seenBrokenText,
  sightingText,
  takenMacsText,
  unreachedText,
  unwitnessedText,
  withoutMacText,
  wrongMacText,
} from '../messages/record/witness.js';
import { homeFrom } from '../node/files/home.js';
import { EntryMacs } from '../node/record/entry-macs.js';
import { takeIn } from '../node/record/export-proof.js';
import { firstUnlikeTiles } from '../node/record/first-unlike.js';
import { treeFolder } from '../node/record/record-paths.js';
import { segmentPaths } from '../node/record/segments.js';
import { keptSightings, type OwnWord, ownWord } from '../node/record/sightings.js';
import { Tiles } from '../node/record/tiles.js';
import { type BrokenRecord, type VerifiedRecord, verifyRecord } from '../node/record/verify-record.js';
import { archiveSightings } from '../node/witness/archive-sightings.js';
import { personSightings } from '../node/witness/person-sightings.js';
import { remoteWord } from '../node/witness/remote-sightings.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';

interface Options {
  readonly json?: boolean | undefined;
  readonly checkpoint?: string | undefined;
}

/** Holds the record, or the segment files named, against its chain and against everybody who has seen it. */
export async function checkOwnRecord(
  named: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const alone = named.find((file) => isEntryOfReceipt(resolve(terminal.cwd, file)));
  if (alone !== undefined) return misuse(terminal, entryOfReceiptText(basename(alone)));
  const home = homeFrom(terminal.env);
  const folder = home.record;
  const isOwn = named.length === 0;
  const given = options.checkpoint;
  const kept = given === undefined ? [] : keptSightings(given, resolve(terminal.cwd, given));
  if (kept === undefined) return misuse(terminal, noCheckpointText(given ?? ''));
  // What was written since the last checkpoint is taken in first, so that the line to keep is over everything.
  if (isOwn) takeIn(folder);
  const own: OwnWord = isOwn ? ownWord(folder) : { origin: undefined, sightings: [] };
  const remote = isOwn ? await remoteWord(home, own.origin) : { sightings: [], unreached: [], lost: [] };
  for (const { name, failure } of remote.unreached) await fail(terminal, unreachedText(name, failure));
  const persons = isOwn ? personSightings(home) : [];
  const archive = isOwn ? archiveSightings(home) : [];
  const sightings = [...own.sightings, ...kept, ...persons, ...archive, ...remote.sightings];
  const files = isOwn ? segmentPaths(folder) : named.map((file) => resolve(terminal.cwd, file));
  const tiles = isOwn ? new Tiles(treeFolder(folder), 'read') : undefined;
  const verified = verifyRecord(
    files,
    sightings.map(({ size }) => size),
    isOwn ? new EntryMacs(folder) : undefined,
    tiles,
  );
  tiles?.close();
  if (!verified.ok) {
    const firstBad = isOwn ? firstUnlikeTiles(folder) : undefined;
    return tellBroken(terminal, verified.error, {
      sightings,
      origin: own.origin,
      firstBad,
      isOwn,
      isJson: options.json === true,
    });
  }
  const record = verified.value;
  if (!isOwn && record.size === 0) return fail(terminal, emptyFileText(basename(named[0] ?? '')));
  const report = compareSightings(sightings, { ...record, origin: own.origin });
  const telling = tellingSightings(report);
  const wrong = telling.filter(isAgainst);
  const isEmptied = record.size === 0 && own.origin !== undefined;
  const { macs } = record;
  const isWhole =
    wrong.length === 0 &&
    !isEmptied &&
    remote.lost.length === 0 &&
    macs.wrong.length === 0 &&
    !macs.isTaken &&
    record.letGoAhead.length === 0;
  const firstBad = wrong.some(({ standing }) => standing === 'differs')
    ? firstUnlikeTiles(folder)
    : undefined;
  if (options.json)
    await terminal.out(
      `${JSON.stringify({ ...jsonOf(isWhole, record, report, own, firstBad), unreached: remote.unreached, lost: remote.lost })}\n`,
    );
  if (isEmptied && wrong.length === 0) await fail(terminal, emptiedText);
  for (const one of record.letGoAhead) await fail(terminal, letGoAheadText(one));
  if (macs.wrong.length > 0) await fail(terminal, wrongMacText(macs.wrong));
  if (macs.isTaken) await fail(terminal, takenMacsText);
  else if (isOwn && !macs.isBegun && macs.wrong.length === 0 && record.size > 0)
    await fail(terminal, noMacsText);
  if (macs.without.length > 0) await fail(terminal, withoutMacText(macs.without));
  const { size } = record;
  const at = { size, agreedTo: report.agreedTo, ...(firstBad === undefined ? {} : { firstBad }) };
  for (const one of remote.lost) await fail(terminal, lostAnchorText(one));
  for (const one of wrong) await fail(terminal, sightingText(one, at));
  if (isWhole && !options.json) await tell(terminal, record, report, own, at);
  for (const review of record.reviews) await fail(terminal, reviewDueText(review, Date.now()));
  if (isWhole && record.newer > 0) await fail(terminal, newerText(record.newer));
  return isWhole ? exitCodes.done : exitCodes.failure;
}

/** One line of a record, beside its proof: no chain begins with it. */
function isEntryOfReceipt(path: string): boolean {
  return /^entry-\d+\.json$/.test(basename(path)) && existsSync(path.replace(/\.json$/, '.tlog-proof'));
}

/** Where the chain breaks, and who saw what stood there before. */
async function tellBroken(
  terminal: Terminal,
  { found, size, marks }: BrokenRecord,
  {
    sightings,
    origin,
    firstBad,
    isOwn,
    isJson,
  }: {
    readonly sightings: readonly Sighting[];
    readonly origin: string | undefined;
    readonly firstBad: number | undefined;
    readonly isOwn: boolean;
    readonly isJson: boolean;
  },
): Promise<number> {
  const report = compareSightings(sightings, { size, origin, marks });
  const telling = tellingSightings(report);
  const bad = Math.min(firstBad ?? size, brokenEntry(found, size));
  if (isJson) {
    const witnesses = telling.map(sightingObject);
    await terminal.out(`${JSON.stringify({ ok: false, ...found, firstBad: bad, witnesses })}\n`);
  }
  await fail(terminal, recordBreakText(found));
  const at = { size, agreedTo: report.agreedTo, firstBad: bad };
  for (const one of telling)
    await fail(terminal, one.standing === 'shorter' ? seenBrokenText(one, bad) : sightingText(one, at));
  if (isOwn && !report.isWitnessed && !telling.some(({ standing }) => standing === 'shorter'))
    await fail(terminal, unwitnessedText(report));
  return exitCodes.failure;
}

/** The link of an entry is over the one before it. */
function brokenEntry(found: BrokenRecord['found'], size: number): number {
  return found.code === 'wrong-previous' ? Math.max(0, size - 1) : size;
}

async function tell(
  terminal: Terminal,
  record: VerifiedRecord,
  report: WitnessReport,
  own: OwnWord,
  at: { readonly size: number; readonly agreedTo: number },
): Promise<void> {
  await terminal.out(`${recordHoldsText(record.size, record.head)}\n`);
  if (record.letGo) await terminal.out(`${retentionLetGoText(record.letGo)}\n`);
  if (record.hold) await terminal.out(`${holdText(record.hold)}\n`);
  if (own.origin === undefined && !report.isWitnessed) return;
  const others = tellingSightings(report).filter(({ sighting }) => sighting.witness.kind !== 'own');
  for (const one of others) await terminal.out(`${sightingText(one, at)}\n`);
  await terminal.out(`${unwitnessedText(report)}\n`);
  const line = lineOver(record, own);
  if (line !== undefined && report.unwitnessed > 0) await terminal.out(`${lineToKeepText(line)}\n`);
}

function lineOver({ size, root }: VerifiedRecord, { origin }: OwnWord): string | undefined {
  return origin === undefined || size === 0 ? undefined : checkpointLine({ origin, size, root });
}

function jsonOf(
  isWhole: boolean,
  record: VerifiedRecord,
  report: WitnessReport,
  own: OwnWord,
  firstBad: number | undefined,
): object {
  return {
    ok: isWhole,
    entries: record.size,
    head: record.head,
    newer: record.newer,
    wrongMac: record.macs.wrong,
    withoutMac: record.macs.without,
    macsTaken: record.macs.isTaken,
    checkpoint: lineOver(record, own) ?? null,
    witnessed: report.isWitnessed,
    letGo: record.letGo ?? null,
    letGoAhead: record.letGoAhead,
    hold: record.hold ?? null,
    reviews: record.reviews.map((review) => reviewObject(review, Date.now())),
    unwitnessed: { entries: report.unwitnessed, since: report.since ?? null },
    witnesses: tellingSightings(report).map(sightingObject),
    ...(firstBad === undefined ? {} : { firstBad }),
  };
}

function sightingObject({ sighting, standing }: SightingStanding): object {
  const { witness, size, at }: Sighting = sighting;
  return { kind: witness.kind, name: witness.name, size, at: at ?? null, standing };
}

function reviewObject(review: Review, now: number): object {
  const { request, person, from, by } = review;
  return { request, person, from, by, overdue: isOverdue(review, now) };
}
