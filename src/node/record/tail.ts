import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry } from '../../core/record/entry.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { RecordFailure } from '../../ports/ports.js';
import { errorCode } from '../files/disk.js';
import { backwards, segmentNames, wholeLinesFrom } from './segments.js';

/** As many entries are kept; whoever asks for more has them read from the disk. */
const mostKept = 5_000;

/** The newest entries as last read, oldest first, and up to which byte of which segment they reach. */
interface Kept {
  readonly segment: string;
  readonly size: number;
  readonly entries: readonly Entry[];
  /** True when nothing stands before them. */
  readonly isWhole: boolean;
}

/** Reads the newest entries of the record, each once: what has been read is kept, and only what came since is read. */
export class Tail {
  private kept: Kept | undefined;

  constructor(private readonly segments: string) {}

  /** The newest `limit` entries, newest first. */
  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    try {
      const followed = this.followed();
      if (!followed.ok) return followed;
      const kept = followed.value;
      if (kept && (kept.isWhole || kept.entries.length >= limit)) return ok(lastOf(kept.entries, limit));
      const read = this.read(Math.max(limit, Math.min(mostKept, limit * 2)));
      return read.ok ? ok(lastOf(read.value, limit)) : read;
    } catch (error) {
      return err({ code: 'unwritable', detail: errorCode(error) });
    }
  }

  /** What is kept, with what was written since; undefined when it has to be read anew. */
  private followed(): Result<Kept | undefined, RecordFailure> {
    const { kept } = this;
    if (!kept) return ok(undefined);
    const names = segmentNames(this.segments);
    const from = names.indexOf(kept.segment);
    const last = names.at(-1);
    if (from < 0 || last === undefined) return ok(this.forget());
    const entries: Entry[] = [];
    let size = kept.size;
    for (const name of names.slice(from)) {
      const path = join(this.segments, name);
      const start = name === kept.segment ? kept.size : 0;
      const end = statSync(path).size;
      if (end < start) return ok(this.forget());
      const fresh = wholeLinesFrom(path, start, end);
      for (const line of fresh.lines) {
        const entry = decodeEntry(line);
        if (!entry) return err(this.noEntry(name));
        entries.push(entry);
      }
      size = fresh.end;
    }
    if (entries.length > 0 || last !== kept.segment) {
      const all = [...kept.entries, ...entries];
      const isWhole = kept.isWhole && all.length <= mostKept;
      this.kept = { segment: last, size, entries: all.slice(-mostKept), isWhole };
    }
    return ok(this.kept);
  }

  /** At least `limit` entries from the disk, where there are as many; oldest first. */
  private read(limit: number): Result<readonly Entry[], RecordFailure> {
    const names = segmentNames(this.segments);
    const last = names.at(-1);
    if (last === undefined) return ok([]);
    const { end } = wholeLinesFrom(join(this.segments, last), -1, statSync(join(this.segments, last)).size);
    const entries: Entry[] = [];
    for (const name of [...names].reverse()) {
      for (const line of backwards(join(this.segments, name), name === last ? end : undefined)) {
        if (entries.length >= limit) return ok(this.keep(last, end, entries, false));
        const entry = decodeEntry(line);
        if (!entry) return err(this.noEntry(name));
        entries.push(entry);
      }
    }
    return ok(this.keep(last, end, entries, true));
  }

  private keep(segment: string, size: number, newestFirst: Entry[], isWhole: boolean): readonly Entry[] {
    const entries = newestFirst.reverse();
    const isAll = isWhole && entries.length <= mostKept;
    this.kept = { segment, size, entries: entries.slice(-mostKept), isWhole: isAll };
    return entries;
  }

  private noEntry(name: string): RecordFailure {
    this.forget();
    return { code: 'broken-chain', detail: `${name} holds a line that is no entry` };
  }

  private forget(): undefined {
    this.kept = undefined;
  }
}

function lastOf(entries: readonly Entry[], limit: number): readonly Entry[] {
  return limit <= 0 ? [] : entries.slice(-limit).reverse();
}
