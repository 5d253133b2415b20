import { join } from 'node:path';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry, EntryBody } from '../../core/record/entry.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Checkpoints, RecordFailure, RecordStore, SignedHead } from '../../ports/ports.js';
import { errorCode } from '../files/disk.js';
import { Chain, type ChainOptions } from './chain.js';
import { isOwnEntry } from './entry-macs.js';
import { backwards, forwards, segmentNames } from './segments.js';
import { Tail } from './tail.js';
import { Tree } from './tree.js';

export type RecordOptions = ChainOptions;

/** The record on disk, for processes that live shortly: they append on their own thread. */
export class RecordFile implements RecordStore, Checkpoints {
  private readonly segments: string;
  private readonly chain: Chain;
  private readonly tail: Tail;

  private readonly folder: string;

  constructor(options: RecordOptions) {
    this.folder = options.folder;
    this.segments = join(options.folder, 'segments');
    this.chain = new Chain(options);
    this.tail = new Tail(this.segments);
  }

  async append(body: EntryBody): Promise<Result<Entry, RecordFailure>> {
    const [done] = this.chain.append([body]);
    return done ?? err({ code: 'unwritable', detail: 'no answer' });
  }

  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    return this.tail.newest(limit);
  }

  isOurs(entry: Entry): boolean {
    return isOwnEntry(this.folder, entry);
  }

  async checkpoint(since: readonly number[]): Promise<SignedHead | undefined> {
    const tree = new Tree(this.folder);
    const head = tree.headSince(since);
    tree.close();
    return head;
  }

  /** Takes away what is kept open between appends. */
  close(): void {
    this.chain.close();
  }

  /** The newest `limit` entries, newest first, one after the other: a long record is never in memory whole. */
  *newestFirst(limit: number): Generator<Result<Entry, RecordFailure>> {
    yield* this.each([...segmentNames(this.segments)].reverse(), limit, backwards);
  }

  /** The newest `limit` entries, oldest first, one after the other. */
  *oldestFirst(limit: number): Generator<Result<Entry, RecordFailure>> {
    const last = this.newest(1);
    if (!last.ok) return yield last;
    const first = Math.max(0, (last.value[0]?.seq ?? 0) + 1 - limit);
    for (const entry of this.each(segmentNames(this.segments), Number.POSITIVE_INFINITY, forwards)) {
      if (!entry.ok || entry.value.seq >= first) yield entry;
    }
  }

  private *each(
    names: readonly string[],
    limit: number,
    linesOf: (path: string) => Iterable<string>,
  ): Generator<Result<Entry, RecordFailure>> {
    let given = 0;
    try {
      for (const name of names) {
        for (const line of linesOf(join(this.segments, name))) {
          if (given >= limit) return;
          const entry = decodeEntry(line);
          yield entry
            ? ok(entry)
            : err({ code: 'broken-chain', detail: `${name} holds a line that is no entry` });
          if (!entry) return;
          given += 1;
        }
      }
    } catch (error) {
      yield err({ code: 'unwritable', detail: errorCode(error) });
    }
  }
}
