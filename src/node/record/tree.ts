import { closeSync, existsSync, fdatasyncSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toBase64 } from '../../core/countersign/ssh-base64.js';
import { readCheckpoint, type SignedCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { noteKeyText, noteText } from '../../core/record/checkpoint/note.js';
import { noteStanding } from '../../core/record/checkpoint/note-signature.js';
import { tlogProofText } from '../../core/record/checkpoint/tlog-proof.js';
import { leafHash, sameHash } from '../../core/record/tree/hashes.js';
import { consistencyProof, inclusionProof, treeRoot } from '../../core/record/tree/proofs.js';
import type { SignedHead } from '../../ports/ports.js';
import { diskText, errorCode, writeWhole } from '../files/disk.js';
import { Lock } from './lock.js';
import { LogKey } from './log-key.js';
import { checkpointPath, treeFolder } from './record-paths.js';
import { entriesPerSegment, lastSegment, rawLines, segmentName, segmentNames } from './segments.js';
import { Tiles } from './tiles.js';

/**
 * Where a record's tree stands after it has taken in what there is. `forked`: the record is not what its last checkpoint says
 * (`shorter`, or `differs` at or before `size`), so that nothing is signed. `busy`: another process is at it, or the disk refuses.
 */
export type TreeState =
  | {
      readonly kind: 'current';
      readonly checkpoint: string;
      readonly size: number;
      /** Entries behind it were left for the next time. */
      readonly isBehind: boolean;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'forked'; readonly how: 'shorter' | 'differs'; readonly size: number }
  | { readonly kind: 'busy'; readonly detail: string };

/** One proof an entry that was asked for, and the key that signed what they lead to. */
export interface EntryProofs {
  readonly key: string;
  readonly proofs: readonly string[];
}

/** Up to where the tree has read the entries. */
interface Place {
  readonly size: number;
  readonly segment: number;
  readonly offset: number;
}

/** Where the record ends. */
interface End {
  readonly segment: number;
  /** Bytes of that segment. */
  readonly size: number;
}

const batch = 4_096;

/** The record's last checkpoint, as its own key signed it; undefined where none lies there that holds. */
export function keptCheckpoint(folder: string, key: LogKey | undefined): SignedCheckpoint | undefined {
  const read = readCheckpoint(diskText(checkpointPath(folder)) ?? '');
  const holds = read && key && read.origin === key.origin && noteStanding(read.note, key.noteKey) === 'good';
  return holds ? read : undefined;
}

/** Keeps the tree and its checkpoint behind the entries, whoever wrote those: an older version's are taken in too. */
export class Tree {
  private readonly tiles: Tiles;
  private readonly turn: Lock;
  private readonly writing: Lock;
  private readonly segments: string;
  private at: Place | undefined;
  private key: LogKey | undefined;
  private fork: Extract<TreeState, { readonly kind: 'forked' }> | undefined;

  constructor(private readonly folder: string) {
    this.tiles = new Tiles(treeFolder(folder), 'write');
    this.turn = new Lock(join(folder, 'tree.lock'));
    this.writing = new Lock(join(folder, 'lock'));
    this.segments = join(folder, 'segments');
  }

  /**
   * Takes in what the record has by now, durably, and signs how far that is. Waits on this thread; never throws.
   */
  advance(): TreeState {
    return this.attempt(
      (work) => this.turn.hold(work),
      Number.POSITIVE_INFINITY,
      () => this.writing.hold(() => this.endNow()),
    );
  }

  /** The same up to `end`, before which everything is on disk, and `most` entries at once. Waits for nobody. */
  follow(end: End, most: number): TreeState {
    return this.attempt(
      (work) => this.turn.holdNow(work),
      most,
      () => end,
    );
  }

  /** The head over everything, with a proof for each size of `since` that it continues. */
  headSince(since: readonly number[]): SignedHead | undefined {
    const state = this.advance();
    const { key } = this;
    if (state.kind !== 'current' || key === undefined) return undefined;
    try {
      const sizes = [...new Set(since)].filter((from) => from > 0 && from < state.size);
      const proofs = sizes.map((from) => ({
        from,
        hashes: consistencyProof(this.tiles.read, from, state.size).map(toBase64),
      }));
      return { checkpoint: state.checkpoint, key: noteKeyText(key.noteKey), proofs };
    } catch {
      return undefined;
    }
  }

  /** C2SP tlog-proofs that entries stand in the record as it is now; undefined where that cannot be said. */
  proofsOf(indices: readonly number[]): EntryProofs | undefined {
    const state = this.advance();
    const { key } = this;
    if (state.kind !== 'current' || key === undefined) return undefined;
    try {
      const { read } = this.tiles;
      const proofs = indices.map((index) =>
        tlogProofText(index, inclusionProof(read, index, state.size), state.checkpoint),
      );
      return { key: noteKeyText(key.noteKey), proofs };
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.tiles.close();
    this.turn.close();
    this.writing.close();
  }

  private attempt(
    hold: (work: () => TreeState) => TreeState | undefined,
    most: number,
    endOf: () => End | undefined,
  ): TreeState {
    try {
      if (!existsSync(this.folder)) return this.withoutFolder();
      return hold(() => this.advanceAlone(most, endOf())) ?? { kind: 'busy', detail: 'another process' };
    } catch (error) {
      this.at = undefined;
      return { kind: 'busy', detail: errorCode(error) };
    }
  }

  /** Looking makes no record: where there is none, there is nothing to take in. */
  private withoutFolder(): TreeState {
    const known = keptCheckpoint(this.folder, this.logKey());
    return known ? this.forked('shorter', known.size) : { kind: 'empty' };
  }

  private advanceAlone(most: number, end: End | undefined): TreeState {
    if (end === undefined) return { kind: 'busy', detail: 'the record is locked' };
    const known = keptCheckpoint(this.folder, this.logKey());
    if (known && this.fork?.size === known.size) return this.fork;
    if (end.size === 0 && end.segment === 0)
      return known ? this.forked('shorter', known.size) : { kind: 'empty' };
    const from = this.isAsLeft(known, end) ? this.at : this.resumed(known);
    if (from === undefined) return this.forked('shorter', known?.size ?? 0);
    if (from === 'differs') return this.forked('differs', known?.size ?? 0);
    const enough = Math.max(from.size, known?.size ?? 0) + most;
    const to = this.takeIn(from, end, enough);
    const isBehind = to.size === enough;
    if (known && to.size < known.size) return this.forked('shorter', known.size);
    // Hashes that were made anew must come to what was signed.
    if (known && from.size < known.size && !this.isRoot(known)) return this.forked('differs', known.size);
    this.at = to;
    if (known?.size === to.size)
      return { kind: 'current', checkpoint: noteText(known.note), size: to.size, isBehind };
    this.tiles.sync();
    this.key ??= LogKey.at(dirname(this.folder));
    const checkpoint = this.key.checkpoint({ size: to.size, root: treeRoot(this.tiles.read, to.size) });
    writeWhole(checkpointPath(this.folder), checkpoint);
    return { kind: 'current', checkpoint, size: to.size, isBehind };
  }

  private logKey(): LogKey | undefined {
    this.key ??= LogKey.existing(dirname(this.folder));
    return this.key;
  }

  private endNow(): End {
    const last = lastSegment(this.segments);
    const size = statSync(join(this.segments, last), { throwIfNoEntry: false })?.size ?? 0;
    return { segment: Number.parseInt(last, 10), size };
  }

  private isAsLeft(known: SignedCheckpoint | undefined, end: End): boolean {
    const { at } = this;
    if (at === undefined || at.size !== known?.size || at.size !== this.tiles.size) return false;
    return at.segment < end.segment || (at.segment === end.segment && at.offset <= end.size);
  }

  /** Where the last checkpoint ends; `differs` where another entry stands there, undefined where none does. */
  private resumed(known: SignedCheckpoint | undefined): Place | 'differs' | undefined {
    const size = known?.size ?? 0;
    const isWhole = known !== undefined && this.tiles.size >= size && this.isRoot(known);
    if (isWhole && size > 0) {
      this.tiles.cutTo(size);
      return this.placeOf(size);
    }
    // What cannot be trusted is made anew from the entries; of those that were let go there is nothing but their hashes.
    const first = segmentNames(this.segments)[0];
    const segment = first === undefined ? 0 : Number.parseInt(first, 10);
    const gone = segment * entriesPerSegment;
    if (this.tiles.size < gone) return undefined;
    this.tiles.cutTo(gone);
    return { size: gone, segment, offset: 0 };
  }

  private placeOf(size: number): Place | 'differs' | undefined {
    const segment = Math.floor((size - 1) / entriesPerSegment);
    let count = segment * entriesPerSegment;
    for (const { line, end } of rawLines(this.pathOf(segment), 0, this.lengthOf(segment))) {
      count += 1;
      if (count < size) continue;
      const isSame = sameHash(leafHash(line), this.tiles.read(0, size - 1, 1));
      return isSame ? { size, segment, offset: end } : 'differs';
    }
    return undefined;
  }

  private isRoot({ size, root }: SignedCheckpoint): boolean {
    try {
      return sameHash(treeRoot(this.tiles.read, size), root);
    } catch {
      // A file that is gone or cut.
      return false;
    }
  }

  /** The hashes of all whole lines from a place to the end, which are on disk before they are counted. */
  private takeIn(from: Place, end: End, enough: number): Place {
    let { size, segment, offset } = from;
    for (let at = from.segment; at <= end.segment; at += 1) {
      const to = at === end.segment ? end.size : this.lengthOf(at);
      if (at !== segment) [segment, offset] = [at, 0];
      if (offset >= to) continue;
      settle(this.pathOf(at));
      let leaves: Uint8Array[] = [];
      for (const { line, end: behind } of rawLines(this.pathOf(at), offset, to)) {
        leaves.push(leafHash(line));
        offset = behind;
        size += 1;
        if (size >= enough) break;
        if (leaves.length < batch) continue;
        this.tiles.append(Buffer.concat(leaves));
        leaves = [];
      }
      if (leaves.length > 0) this.tiles.append(Buffer.concat(leaves));
      if (size >= enough) break;
    }
    return { size, segment, offset };
  }

  private pathOf(segment: number): string {
    return join(this.segments, segmentName(segment));
  }

  private lengthOf(segment: number): number {
    return statSync(this.pathOf(segment), { throwIfNoEntry: false })?.size ?? 0;
  }

  private forked(how: 'shorter' | 'differs', size: number): TreeState {
    this.at = undefined;
    this.fork = { kind: 'forked', how, size };
    return this.fork;
  }
}

/** A writer that was killed may have written what it did not settle. */
function settle(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}
