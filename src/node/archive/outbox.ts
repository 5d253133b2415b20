import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batchBytes } from '../../core/record/archive/batch.js';
import type { ChosenArchive } from '../../core/record/archive/chosen-archive.js';
import { logNameOf } from '../../core/record/archive/log-name.js';
import { mostParts, perPart } from '../../core/record/archive/tile-layout.js';
import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { noteKeyText } from '../../core/record/checkpoint/note.js';
import { sameHash } from '../../core/record/tree/hashes.js';
import { treeRoot } from '../../core/record/tree/proofs.js';
import { hourMs } from '../../core/shared/durations.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';
import type { Home } from '../files/home.js';
import { countBefore } from '../record/beginning.js';
import { isBeginningKnown } from '../record/known-beginning.js';
import { LogKey } from '../record/log-key.js';
import { treeFolder } from '../record/record-paths.js';
import { entriesPerSegment, rawLines, segmentName, segmentPaths } from '../record/segments.js';
import { Tiles } from '../record/tiles.js';
import { Tree } from '../record/tree.js';
import { chosenArchive, keepWord, lastWord } from './chosen.js';
import type { RecordRoute } from './record-route.js';

/** A message has as many bytes of entries, or one entry. */
const mostBatchBytes = 64 * 1024;
const mostInFlight = 64;

/** What was sent and not answered goes again after as long: longer than a carrier knows a message that comes twice. */
const resendMs = 150_000;

/** An answer that was given while nobody listened is asked for, ever more seldom: each question lies at the carrier until it is read. */
const firstAskMs = 2_000;
const lastAskMs = hourMs;

/** How much of a record an archive has. */
export interface OutboxStanding {
  readonly size: number;
  readonly archived: number;
  /** When the archive said so; Unix milliseconds. */
  readonly at?: number;
}

/**
 * Why nothing can be sent. `let-go`: entries went by retention before the archive had them. `forked`: the record is not what its own last
 * checkpoint says; `differs`: not what the archive has. Their `detail` is a number of entries.
 */
export interface OutboxFailure {
  readonly code:
    | CourierFailure['code']
    | 'not-chosen'
    | 'no-record'
    | 'forked'
    | 'differs'
    | 'busy'
    | 'let-go';
  readonly detail: string;
}

/** Who sends: which record, what is done with an answer, and with answers that may have been missed. */
export interface RouteEnd {
  /** The record's name. */
  readonly log: string;
  told(note: string): void;
  again(): void;
}

export type OpenRoute = (chosen: ChosenArchive, to: RouteEnd) => Promise<Result<RecordRoute, CourierFailure>>;

export interface OutboxParts {
  readonly home: Home;
  readonly openRoute: OpenRoute;
  now(): number;
}

/** Where a record that was never sent begins. What is missing before that has to be let go by the record's own word. */
function beginningOf(record: string): Result<number, OutboxFailure> {
  const [oldest = ''] = segmentPaths(record);
  const begins = countBefore(oldest);
  if (begins === 0) return ok(0);
  return begins <= mostParts * perPart && isBeginningKnown(record) ? ok(begins) : failed('let-go', '0');
}

/** How far the archive has this home's record, as it last said itself. */
export function archivedOf(home: Home): number {
  const chosen = chosenArchive(home);
  return (chosen && lastWord(chosen)?.checkpoint.size) ?? 0;
}

/** How far the archive has the record of a home, as far as this machine knows; nothing is asked. */
export function outboxStanding(home: Home): Result<OutboxStanding, OutboxFailure> {
  const tree = new Tree(home.record);
  const state = tree.advance();
  tree.close();
  if (state.kind === 'busy') return failed('busy', state.detail);
  if (state.kind === 'forked') return failed('forked', String(state.size));
  return ok(standingOf(home, state.kind === 'empty' ? 0 : state.size));
}

function standingOf(home: Home, size: number): OutboxStanding {
  const chosen = chosenArchive(home);
  const word = chosen && lastWord(chosen);
  return { size, archived: word?.checkpoint.size ?? 0, ...(word ? { at: word.at } : {}) };
}

/**
 * What an archive does not have yet of a home's record. It is a place in the record and no copy of it: it moves only by the archive's
 * cosigned checkpoint, so that nothing is lost where a carrier, an archive or this process dies.
 */
export class Outbox {
  private readonly tree: Tree;
  private readonly tiles: Tiles;
  private route: { readonly of: string; readonly route: RecordRoute } | undefined;
  /** Up to where entries were handed to the carrier, and when the last were. */
  private sent = { to: 0, at: Number.NEGATIVE_INFINITY };
  private asking = { afterMs: firstAskMs, at: Number.NEGATIVE_INFINITY };
  private spot = { seq: 0, segment: 0, offset: 0 };
  private wake: (() => void) | undefined;

  constructor(private readonly parts: OutboxParts) {
    this.tree = new Tree(parts.home.record);
    this.tiles = new Tiles(treeFolder(parts.home.record), 'read');
  }

  /** Sends what is not archived, and waits at most so long for the archive's word. */
  async send(patienceMs: number, signal?: AbortSignal): Promise<Result<OutboxStanding, OutboxFailure>> {
    const { home, now } = this.parts;
    const chosen = chosenArchive(home);
    if (chosen === undefined || chosen.url === '') return failed('not-chosen', '');
    const state = this.tree.advance();
    if (state.kind === 'empty') return ok({ size: 0, archived: 0 });
    if (state.kind === 'busy') return failed('busy', state.detail);
    if (state.kind === 'forked') return failed('forked', String(state.size));
    const key = LogKey.existing(home.root);
    if (key === undefined) return failed('no-record', '');
    const { size } = state;
    if (this.differs(size)) return failed('differs', String(archivedOf(home)));
    if (archivedOf(home) >= size) return ok(standingOf(home, size));
    const opened = await this.opened(chosen, key);
    if (!opened.ok) return opened;
    const sent = await this.sendAll(opened.value, key, size, signal);
    if (!sent.ok) {
      await this.close();
      return sent;
    }
    const until = now() + patienceMs;
    while (archivedOf(home) < size && now() < until && !signal?.aborted) {
      await this.aWhile(opened.value.askEveryMs);
      const asked = await this.ask(opened.value, key);
      if (!asked.ok) return asked;
    }
    if (this.differs(size)) return failed('differs', String(archivedOf(home)));
    return ok(standingOf(home, size));
  }

  /** Gives back what is kept open between two times. */
  async close(): Promise<void> {
    const { route } = this;
    this.route = undefined;
    this.sent = { to: 0, at: Number.NEGATIVE_INFINITY };
    this.tree.close();
    this.tiles.close();
    await route?.route.close();
  }

  /** True where the archive has another record under this one's name, or more of it. */
  private differs(size: number): boolean {
    const chosen = chosenArchive(this.parts.home);
    const checkpoint = chosen && lastWord(chosen)?.checkpoint;
    if (checkpoint === undefined || checkpoint.size === 0) return false;
    return checkpoint.size > size || !sameHash(treeRoot(this.tiles.read, checkpoint.size), checkpoint.root);
  }

  private async opened(chosen: ChosenArchive, key: LogKey): Promise<Result<RecordRoute, CourierFailure>> {
    const of = `${chosen.url} ${chosen.key}`;
    if (this.route?.of === of) return ok(this.route.route);
    await this.route?.route.close();
    this.route = undefined;
    const told = (note: string): void => {
      // Somebody else's record, or nobody's signature.
      if (readCheckpoint(note)?.origin !== key.origin) return;
      keepWord(this.parts.home, note);
      this.asking = { afterMs: firstAskMs, at: this.parts.now() };
      this.wake?.();
    };
    const again = (): void => {
      this.asking = { afterMs: firstAskMs, at: Number.NEGATIVE_INFINITY };
    };
    const opened = await this.parts.openRoute(chosen, { log: logNameOf(key.origin) ?? '', told, again });
    if (opened.ok) this.route = { of, route: opened.value };
    return opened;
  }

  private async sendAll(
    route: RecordRoute,
    key: LogKey,
    size: number,
    signal: AbortSignal | undefined,
  ): Promise<Result<void, OutboxFailure>> {
    const archived = archivedOf(this.parts.home);
    const begins = archived === 0 ? beginningOf(this.parts.home.record) : ok(0);
    if (!begins.ok) return begins;
    const isOld = this.parts.now() - this.sent.at > resendMs;
    const missing = Math.max(archived, begins.value);
    const from = isOld || this.sent.to < missing ? missing : this.sent.to;
    if (from >= size) return ok(undefined);
    const batches = this.batches(key, { from, size, begins: begins.value });
    let failure: OutboxFailure | undefined;
    const turn = async (): Promise<void> => {
      for (const batch of batches) {
        if (!batch.ok) failure ??= batch.error;
        if (!batch.ok || failure !== undefined || signal?.aborted) return;
        const sent = await route.send(batch.value);
        if (!sent.ok) failure ??= sent.error;
      }
    };
    await Promise.all(Array.from({ length: mostInFlight }, turn));
    if (failure !== undefined) return err(failure);
    this.sent = { to: size, at: this.parts.now() };
    return ok(undefined);
  }

  private async ask(route: RecordRoute, key: LogKey): Promise<Result<void, CourierFailure>> {
    const { asking } = this;
    const now = this.parts.now();
    const first = archivedOf(this.parts.home);
    if (now < asking.at + asking.afterMs) return route.ask();
    this.asking = { afterMs: Math.min(lastAskMs, 2 * asking.afterMs), at: now };
    const asked = await route.send(this.signed(key, first, [], { nonce: String(now) }));
    return asked.ok ? route.ask() : asked;
  }

  private signed(
    key: LogKey,
    from: number,
    lines: readonly string[],
    more: Pick<Batch, 'nonce' | 'before'> = {},
  ): Uint8Array {
    const end = from + lines.length;
    const checkpoint = readCheckpoint(key.checkpoint({ size: end, root: treeRoot(this.tiles.read, end) }));
    if (checkpoint === undefined) throw new Error('a checkpoint of this home cannot be read');
    return batchBytes({ key: noteKeyText(key.noteKey), from, checkpoint, lines, ...more });
  }

  private *batches(
    key: LogKey,
    part: { readonly from: number; readonly size: number; readonly begins: number },
  ): Generator<Result<Uint8Array, OutboxFailure>, undefined> {
    const { from: first, size, begins } = part;
    const signed = (from: number, lines: readonly string[]): Uint8Array =>
      this.signed(
        key,
        from,
        lines,
        begins > 0 && from === begins ? { before: this.partsBefore(begins) } : {},
      );
    let [from, bytes]: [number, number] = [first, 0];
    let lines: string[] = [];
    for (const read of this.lines(first, size)) {
      if (!read.ok) return void (yield read);
      const { length } = read.value;
      if (lines.length > 0 && bytes + length > mostBatchBytes) {
        yield ok(signed(from, lines));
        [from, bytes, lines] = [from + lines.length, 0, []];
      }
      lines.push(read.value.toString('utf8'));
      bytes += length;
    }
    if (lines.length > 0) yield ok(signed(from, lines));
    return undefined;
  }

  /** What stays in the tree of entries that were let go: the root of each whole part. */
  private partsBefore(begins: number): readonly Uint8Array[] {
    return Array.from({ length: begins / perPart }, (_, at) => this.tiles.read(2, at, 1));
  }

  /** The raw lines of the record between two numbers. */
  private *lines(first: number, size: number): Generator<Result<Buffer, OutboxFailure>> {
    const segments = join(this.parts.home.record, 'segments');
    let { seq, segment, offset } = this.spot;
    const own = Math.floor(first / entriesPerSegment);
    if (seq > first || segment !== own) [seq, segment, offset] = [own * entriesPerSegment, own, 0];
    for (; seq < size; segment += 1, offset = 0) {
      const path = join(segments, segmentName(segment));
      if (!existsSync(path)) return yield failed('let-go', String(seq));
      for (const { line, end } of rawLines(path, offset, statSync(path).size)) {
        if (seq >= size) break;
        if (seq >= first) yield ok(line);
        seq += 1;
        this.spot = { seq, segment, offset: end };
      }
    }
  }

  private aWhile(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function failed(
  code: OutboxFailure['code'],
  detail: string,
): { readonly ok: false; readonly error: OutboxFailure } {
  return err({ code, detail });
}
