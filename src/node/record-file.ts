import { closeSync, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutSecretTexts } from '../core/record/clean-texts.js';
import { decodeEntry } from '../core/record/decode-entry.js';
import type { Entry, EntryBody } from '../core/record/entry.js';
import { lineOf, linkOf, noPrevious } from '../core/record/line.js';
import type { MarkOf } from '../core/record/redact.js';
import { canonical } from '../core/shared/canonical.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Clock, RecordFailure, RecordStore } from '../ports/ports.js';
import { diskFailure, errorCode, privateFolder, syncFolder, writeAll } from './disk.js';
import { withLock } from './lock.js';
import { sealAt } from './secret-marks.js';
import { backwards, lastSegment, segmentName, segmentNames, tailOf } from './segments.js';

const entriesPerSegment = 65_536;
const patienceMs = 2_000;

/** The end of the chain as last seen: valid while the segment has this size. */
interface End {
  readonly segment: string;
  readonly size: number;
  readonly nextSeq: number;
  readonly prev: string;
}

export interface RecordOptions {
  readonly folder: string;
  readonly machine: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Random id of this process, hex. */
  readonly writer: string;
}

/** The record on disk: segments of hash-chained lines. An entry is durable when its append resolves ok. */
export class RecordFile implements RecordStore {
  private readonly segments: string;
  private readonly seal: MarkOf;
  private end: End | undefined;

  constructor(private readonly options: RecordOptions) {
    this.seal = sealAt(dirname(options.folder));
    this.segments = join(options.folder, 'segments');
  }

  async append(body: EntryBody): Promise<Result<Entry, RecordFailure>> {
    try {
      if (!this.end) privateFolder(this.segments);
      const done = withLock(join(this.options.folder, 'lock'), patienceMs, () => this.appendLocked(body));
      return done ?? err({ code: 'locked', detail: 'another process holds the record' });
    } catch (error) {
      this.end = undefined;
      return err(diskFailure(error));
    }
  }

  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    try {
      const entries: Entry[] = [];
      for (const name of [...segmentNames(this.segments)].reverse()) {
        for (const line of backwards(join(this.segments, name))) {
          if (entries.length >= limit) return ok(entries);
          const entry = decodeEntry(line);
          if (!entry) return err({ code: 'broken-chain', detail: `${name} holds a line that is no entry` });
          entries.push(entry);
        }
      }
      return ok(entries);
    } catch (error) {
      return err({ code: 'unwritable', detail: errorCode(error) });
    }
  }

  private appendLocked(body: EntryBody): Result<Entry, RecordFailure> {
    let end = this.current();
    if (!end.ok) return end;
    if (end.value.nextSeq === 0) {
      const genesis = this.write(end.value, { type: 'genesis', machine: this.options.machine });
      if (!genesis.ok) return genesis;
      end = this.current();
      if (!end.ok) return end;
    }
    return this.write(end.value, body);
  }

  /** The end of the chain, read again whenever another process has written. */
  private current(): Result<End, RecordFailure> {
    const segment = this.lastSegment();
    const path = join(this.segments, segment);
    const size = sizeOf(path);
    if (this.end?.segment === segment && this.end.size === size) return ok(this.end);
    const tail = tailOf(path, size);
    if (tail.torn !== '') return this.recover(segment, tail.whole, tail.torn);
    const end = endBehind(segment, size, tail.last);
    if (end.ok) this.end = end.value;
    return end;
  }

  /** The segment that is written to; once known, only its successor is looked for. */
  private lastSegment(): string {
    if (!this.end) return lastSegment(this.segments);
    const next = segmentName(Number.parseInt(this.end.segment, 10) + 1);
    return existsSync(join(this.segments, next)) ? lastSegment(this.segments) : this.end.segment;
  }

  /** Cuts a line that a crash left unfinished, and says so in the record. */
  private recover(segment: string, whole: number, torn: string): Result<End, RecordFailure> {
    const path = join(this.segments, segment);
    const file = openSync(path, 'r+');
    try {
      ftruncateSync(file, whole);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    const end = endBehind(segment, whole, tailOf(path, whole).last);
    if (!end.ok || end.value.nextSeq === 0) return end;
    const detail = `cut an unfinished line of ${torn.length} characters, sha256 ${sha256(torn)}`;
    const written = this.write(end.value, { type: 'recovery', detail });
    if (!written.ok) return written;
    return this.end ? ok(this.end) : err({ code: 'broken-chain', detail: segment });
  }

  /** Whoever composed an entry: what looks like a secret is taken out here, before it is written. */
  private withoutSecrets(entry: Entry): Entry | undefined {
    const body = withoutSecretTexts(entry.body, this.seal);
    if (body === entry.body) return entry;
    const line = canonical({ ...entry, body });
    return line.ok ? decodeEntry(line.value) : undefined;
  }

  private write(end: End, body: EntryBody): Result<Entry, RecordFailure> {
    const { clock, writer } = this.options;
    const given: Entry = { v: 1, seq: end.nextSeq, prev: end.prev, ts: clock.now(), writer, body };
    const entry = this.withoutSecrets(given);
    if (entry === undefined) return err({ code: 'unwritable', detail: 'an entry that holds a secret' });
    const line = lineOf(entry);
    if (!line.ok) return err({ code: 'unwritable', detail: `${line.error.code} at ${line.error.at}` });
    const segment = segmentName(Math.floor(end.nextSeq / entriesPerSegment));
    const before = segment === end.segment ? end.size : 0;
    const size = appendLine(join(this.segments, segment), line.value, before);
    if (before === 0) syncFolder(this.segments);
    this.end = { segment, size, nextSeq: end.nextSeq + 1, prev: sha256(line.value) };
    return ok(entry);
  }
}

/** Appends durably and returns the new size; a write that fails leaves the file as it was. */
function appendLine(path: string, line: string, before: number): number {
  const file = openSync(path, 'a', 0o600);
  try {
    writeAll(file, Buffer.from(`${line}\n`));
    fdatasyncSync(file);
    return fstatSync(file).size;
  } catch (error) {
    ftruncateSync(file, before);
    throw error;
  } finally {
    closeSync(file);
  }
}

function endBehind(segment: string, size: number, last: string | undefined): Result<End, RecordFailure> {
  if (last === undefined) {
    if (segment === segmentName(0)) return ok({ segment, size, nextSeq: 0, prev: noPrevious });
    return err({ code: 'broken-chain', detail: `${segment} is empty` });
  }
  const link = linkOf(last);
  if (!link) return err({ code: 'broken-chain', detail: `the last line of ${segment} is no entry` });
  return ok({ segment, size, nextSeq: link.seq + 1, prev: sha256(last) });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
