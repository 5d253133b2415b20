import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { decodeEntry } from '../../core/record/decode-entry.js';
import { linkOf } from '../../core/record/line.js';
import {
  cutOff,
  type LegalHold,
  type LetGo,
  RetentionFold,
  retentionMarks,
} from '../../core/record/retention.js';
import { ReviewFold, reviewMarks } from '../../core/record/reviews.js';
import { leafHash, sameHash } from '../../core/record/tree/hashes.js';
import { treeRoot } from '../../core/record/tree/proofs.js';
import { extendChain } from '../../core/record/verify.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Checkpoints, RecordStore } from '../../ports/ports.js';
import { waitingFrom } from '../archive/chosen.js';
import { errorCode, syncFolder } from '../files/disk.js';
import { homeAt } from '../files/home.js';
import { chainBefore, countBefore } from './beginning.js';
import { isOwnEntry } from './entry-macs.js';
import { treeFolder } from './record-paths.js';
import { linesWith } from './scan.js';
import { entriesPerSegment, forwards, segmentNames, segmentPaths, segmentTail } from './segments.js';
import { Tiles } from './tiles.js';

export interface RetentionParts {
  /** The record's folder. */
  readonly folder: string;
  readonly record: RecordStore;
  readonly checkpoints: Checkpoints;
  readonly months: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Why nothing is let go. */
export interface KeptWhole {
  /** `differs`: what would go is not what the tree has of it, and it is evidence. */
  readonly code: 'no-checkpoint' | 'differs' | 'record-failed' | 'disk';
  readonly detail: string;
}

/** How a record stands with its keeping. */
export interface Retention {
  readonly hold: LegalHold | undefined;
  readonly letGo: readonly LetGo[];
  /** Entries before this one are in segments that are older than is kept, and nothing holds them. */
  readonly mayGo: number;
  /** When the newest among those was written. */
  readonly until: number;
}

/** Entries that are looked at before others get their turn. */
const atOnce = 256;

/** What stands in the record of its keeping, and what is old enough to go. */
export async function retentionOf(
  folder: string,
  { months, now }: Pick<RetentionParts, 'months' | 'now'>,
): Promise<Retention> {
  const fold = new RetentionFold();
  const reviews = new ReviewFold();
  for await (const line of linesWith(folder, [...retentionMarks, ...reviewMarks])) {
    const entry = decodeEntry(line);
    if (!entry) continue;
    const counts = (): boolean => isOwnEntry(folder, entry);
    fold.take(entry, counts);
    reviews.take(entry, counts);
  }
  const hold = fold.hold();
  const due = Math.min(...reviews.open().map(({ seq }) => seq));
  const old = hold === undefined ? oldSegments(folder, cutOff(now, months)) : [];
  // What an archive is still to get stays until it has it.
  const waiting = waitingFrom(homeAt(dirname(folder)));
  const going = old.filter(({ to }) => to <= Math.min(due, waiting)).at(-1);
  return { hold, letGo: fold.letGo(), mayGo: going?.to ?? 0, until: going?.until ?? 0 };
}

/** Whole segments from the oldest on whose newest entry is older than `before`; never the one that is written to. */
function oldSegments(
  folder: string,
  before: number,
): readonly { readonly to: number; readonly until: number }[] {
  const names = segmentNames(join(folder, 'segments')).slice(0, -1);
  const old: { to: number; until: number }[] = [];
  for (const name of names) {
    const path = join(folder, 'segments', name);
    const link = linkOf(segmentTail(path, statSync(path).size).last ?? '');
    if (link === undefined || link.ts >= before) break;
    old.push({ to: link.seq + 1, until: link.ts });
  }
  return old;
}

/**
 * Lets whole oldest segments go. Their hashes stay in the tree, so that every later proof and every witness still holds; that
 * they were let go stands in the record before the first of them is taken away. How many entries went; 0 where none had to.
 */
export async function letGoOf(parts: RetentionParts): Promise<Result<number, KeptWhole>> {
  const { folder, record, checkpoints, months } = parts;
  try {
    const { hold, letGo, mayGo, until } = await retentionOf(folder, parts);
    // What was said before and could not be done.
    const said = hold === undefined ? (letGo.at(-1)?.to ?? 0) : 0;
    const left = takeAway(folder, said);
    if (mayGo <= said) return ok(left);
    const head = await checkpoints.checkpoint([]);
    if (head === undefined) return err({ code: 'no-checkpoint', detail: '' });
    const checked = await checkedHead(folder, mayGo);
    if (!checked.ok) return checked;
    const entry = { type: 'retention.pruned', to: mayGo, ...checked.value, until, months } as const;
    const recorded = await record.append(entry);
    if (!recorded.ok) return err({ code: 'record-failed', detail: recorded.error.detail });
    // The checkpoint then stands behind what goes.
    if ((await checkpoints.checkpoint([])) === undefined) return err({ code: 'no-checkpoint', detail: '' });
    return ok(left + takeAway(folder, mayGo));
  } catch (error) {
    return err({ code: 'disk', detail: errorCode(error) });
  }
}

/** Every line that would go stands in the chain and is the one that the tree has. */
async function checkedHead(
  folder: string,
  to: number,
): Promise<Result<{ readonly head: string; readonly root: string }, KeptWhole>> {
  const files = segmentPaths(folder);
  const tiles = new Tiles(treeFolder(folder), 'read');
  try {
    let chain = chainBefore(files);
    for (const file of files.filter((one) => countBefore(one) < to)) {
      for (const line of forwards(file)) {
        const step = extendChain(chain, line);
        if (!step.ok || !sameHash(leafHash(line), tiles.read(0, chain.size, 1)))
          return err({ code: 'differs', detail: String(chain.size) });
        chain = step.head;
        if (chain.size % atOnce === 0) await pause();
      }
    }
    if (chain.size !== to) return err({ code: 'differs', detail: String(chain.size) });
    return ok({ head: chain.head, root: Buffer.from(treeRoot(tiles.read, to)).toString('hex') });
  } finally {
    tiles.close();
  }
}

/** How many entries went. */
function takeAway(folder: string, to: number): number {
  const segments = join(folder, 'segments');
  const going = segmentNames(segments)
    .slice(0, -1)
    .filter((name) => countBefore(name) + entriesPerSegment <= to);
  for (const name of going) rmSync(join(segments, name));
  if (going.length > 0) syncFolder(segments);
  return going.length * entriesPerSegment;
}
