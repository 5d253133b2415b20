import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withoutSecretTexts } from '../../core/record/clean-texts.js';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry, EntryBody } from '../../core/record/entry.js';
import { lineOf, linkOf, noPrevious } from '../../core/record/line.js';
import type { MarkOf } from '../../core/record/redact.js';
import { canonical } from '../../core/shared/canonical.js';
import { sha256 } from '../../core/shared/digest.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Clock, RecordFailure } from '../../ports/ports.js';
import { diskFailure, privateFolder, syncFolder, writeAll } from '../files/disk.js';
import { EntryMacs } from './entry-macs.js';
import { Lock } from './lock.js';
import { sealAt } from './secret-marks.js';
import { entriesPerSegment, lastSegment, segmentName, segmentTail } from './segments.js';

/** A line must fit into the entry bundles of tlog-tiles, whose lengths have 16 bits. */
const longestLineBytes = 65_535;

/** After so long a process may have been stopped meanwhile, and its lock taken over. */
const doubtAfterMs = 1_000;

/** The end of the chain as last seen: valid while the segment has this size. */
interface End {
  readonly segment: string;
  readonly size: number;
  readonly nextSeq: number;
  readonly prev: string;
}

export interface ChainOptions {
  /** The record's folder. */
  readonly folder: string;
  readonly machine: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Random id of this process, hex. */
  readonly writer: string;
}

export type Appended = Result<Entry, RecordFailure>;

/** Appends to the record, together with other processes: one short lock, one write and one sync for all that is given. */
export class Chain {
  private readonly segments: string;
  private readonly lock: Lock;
  private readonly seal: MarkOf;
  private readonly macs: EntryMacs;
  private end: End | undefined;
  private file: { readonly segment: string; readonly ino: number; readonly handle: number } | undefined;
  private heldSince = 0;

  constructor(private readonly options: ChainOptions) {
    this.segments = join(options.folder, 'segments');
    this.seal = sealAt(dirname(options.folder));
    this.macs = new EntryMacs(options.folder);
    this.lock = new Lock(join(options.folder, 'lock'));
  }

  /** An answer for each of `bodies`, in their order. What is answered ok is on disk. Waits on this thread. */
  append(bodies: readonly EntryBody[]): readonly Appended[] {
    const all = (failure: RecordFailure): readonly Appended[] => bodies.map(() => err(failure));
    try {
      if (!this.end) privateFolder(this.segments);
      const done = this.lock.hold(
        () => {
          this.heldSince = Date.now();
          return this.appendLocked(bodies);
        },
        () => sizeOf(join(this.segments, lastSegment(this.segments))),
      );
      return done ?? all({ code: 'locked', detail: 'another process holds the record' });
    } catch (error) {
      this.forget();
      return all(diskFailure(error));
    }
  }

  /** Where the record ended when it was last written to: everything before it is on disk. */
  get knownEnd(): { readonly segment: number; readonly size: number } | undefined {
    return this.end && { segment: Number.parseInt(this.end.segment, 10), size: this.end.size };
  }

  /** Gives back what is kept open between appends. */
  close(): void {
    this.forget();
    this.lock.close();
  }

  private appendLocked(bodies: readonly EntryBody[]): readonly Appended[] {
    let end = this.current();
    if (end.ok && end.value.nextSeq === 0) {
      const [genesis] = this.write(end.value, [
        { type: 'genesis', machine: this.options.machine, macs: true },
      ]);
      end = genesis?.ok ? this.current() : (genesis ?? end);
    }
    const { ok: isReadable } = end;
    if (!isReadable) {
      const failure = end.error;
      return bodies.map(() => err(failure));
    }
    return this.write(end.value, bodies);
  }

  /** The end of the chain, read again whenever another process has written. */
  private current(): Result<End, RecordFailure> {
    const segment = this.lastSegment();
    const path = join(this.segments, segment);
    const size = sizeOf(path);
    if (this.end?.segment === segment && this.end.size === size) return ok(this.end);
    const tail = segmentTail(path, size);
    if (tail.torn !== '') return this.recover(segment, tail.whole, tail.torn);
    const end = endBehind(segment, size, tail.last);
    if (end.ok) this.end = end.value;
    const lost =
      end.ok && end.value.nextSeq > 0 ? this.lostAt(end.value.nextSeq, tail.last ?? '') : undefined;
    if (!end.ok || lost === undefined) return end;
    return this.tell(end.value, lostText[lost], lost);
  }

  /** What a MAC says that stood at the end: whoever cut or changed the last lines leaves no other trace. */
  private lostAt(nextSeq: number, last: string): 'gone' | 'foreign' | undefined {
    if (this.macs.isPut(nextSeq)) return 'gone';
    return this.macs.standingOf(nextSeq - 1, last) === 'other' ? 'foreign' : undefined;
  }

  /** Says in the record itself what is not there any more. */
  private tell(end: End, detail: string, lost: 'torn' | 'gone' | 'foreign'): Result<End, RecordFailure> {
    const [written] = this.write(end, [{ type: 'recovery', detail, lost }]);
    if (written && !written.ok) return written;
    return this.end ? ok(this.end) : err({ code: 'broken-chain', detail: end.segment });
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
    const end = endBehind(segment, whole, segmentTail(path, whole).last);
    if (!end.ok || end.value.nextSeq === 0) return end;
    const detail = `cut an unfinished line of ${torn.length} characters, sha256 ${sha256(torn)}`;
    return this.tell(end.value, detail, 'torn');
  }

  /** Writes entries behind `end`; those of one segment in one piece, with one sync. */
  private write(end: End, bodies: readonly EntryBody[]): readonly Appended[] {
    const answers: Appended[] = [];
    const ahead: { lines: string[]; at: End } = { lines: [], at: end };
    const flush = (): void => {
      if (ahead.lines.length === 0) return;
      // First: an entry is never there without its MAC, and one that is left behind is written over.
      this.macs.put(ahead.at.nextSeq, ahead.lines);
      try {
        this.writeLines(ahead.at.segment, ahead.lines, ahead.at.size);
      } catch (error) {
        this.macs.takeBack(ahead.at.nextSeq, ahead.lines.length);
        throw error;
      }
      ahead.lines = [];
    };
    let { nextSeq, prev } = end;
    for (const body of bodies) {
      const segment = segmentName(Math.floor(nextSeq / entriesPerSegment));
      if (segment !== ahead.at.segment) {
        flush();
        ahead.at = { segment, size: 0, nextSeq, prev };
      }
      const given: Entry = {
        v: 1,
        seq: nextSeq,
        prev,
        ts: this.options.clock.now(),
        writer: this.options.writer,
        body,
      };
      const entry = this.withoutSecrets(given);
      const line = entry === undefined ? holdsSecret : lineFor(entry);
      if (!line.ok || entry === undefined) {
        answers.push(line.ok ? holdsSecret : line);
        continue;
      }
      answers.push(ok(entry));
      ahead.lines.push(line.value);
      nextSeq += 1;
      prev = sha256(line.value);
    }
    flush();
    if (nextSeq > end.nextSeq) {
      const { segment } = ahead.at;
      this.end = { segment, size: sizeOf(join(this.segments, segment)), nextSeq, prev };
    }
    return answers;
  }

  /** Whoever composed an entry: what looks like a secret is taken out here, before it is written. */
  private withoutSecrets(entry: Entry): Entry | undefined {
    const body = withoutSecretTexts(entry.body, this.seal);
    if (body === entry.body) return entry;
    const line = canonical({ ...entry, body });
    return line.ok ? decodeEntry(line.value) : undefined;
  }

  /** Durable when it returns; a write that fails leaves the file as it was. */
  private writeLines(segment: string, lines: readonly string[], before: number): void {
    if (Date.now() - this.heldSince > doubtAfterMs && !this.lock.isOurs())
      throw new Error('the lock was taken over meanwhile');
    const handle = this.opened(segment);
    try {
      writeAll(handle, Buffer.from(`${lines.join('\n')}\n`));
      fdatasyncSync(handle);
    } catch (error) {
      ftruncateSync(handle, before);
      throw error;
    }
    if (before === 0) syncFolder(this.segments);
  }

  /** The segment's file, kept open as long as it is the one that stands there. */
  private opened(segment: string): number {
    const path = join(this.segments, segment);
    const ino = statSync(path, { throwIfNoEntry: false })?.ino;
    if (this.file && this.file.segment === segment && this.file.ino === ino) return this.file.handle;
    if (this.file) closeSync(this.file.handle);
    this.file = undefined;
    const handle = openSync(path, 'a', 0o600);
    this.file = { segment, ino: statSync(path).ino, handle };
    return handle;
  }

  private forget(): void {
    this.end = undefined;
    if (this.file) closeSync(this.file.handle);
    this.file = undefined;
  }
}

const lostText = {
  gone: 'an entry that was begun behind the last one is not there',
  foreign: 'the last entry is not the one that was written',
} as const;

const holdsSecret = err({ code: 'unwritable', detail: 'an entry that holds a secret' } as const);

function lineFor(entry: Entry): Result<string, RecordFailure> {
  const line = lineOf(entry);
  if (!line.ok) return err({ code: 'unwritable', detail: `${line.error.code} at ${line.error.at}` });
  const bytes = Buffer.byteLength(line.value);
  if (bytes <= longestLineBytes) return line;
  return err({ code: 'too-long', detail: `an entry of ${bytes} bytes, ${longestLineBytes} fit` });
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
