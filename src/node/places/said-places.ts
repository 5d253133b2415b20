import { statSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { StandingPlace } from '../../core/record/said-places.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { isSamePlace, type PlaceKey, type SaidPlace } from '../../core/target/said-place.js';
import type { SaidPlaces, Saying } from '../../ports/places.js';
import type { RecordFailure, RecordStore } from '../../ports/ports.js';
import { errorCode } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { nothingRead, PlacesReader } from './places-reader.js';
import { type KeptReading, keepReading, loadReading, placesPath } from './said-places-file.js';

/** As much of the record is read at once, by whoever asks; what lies further back is read slice by slice. */
const mostAtOnce = 2 * 1024 * 1024;
/** So long whoever asks stands still, where there is more than a little to read; then so long at a time, and others have their turn. */
const [atOnceMs, sliceMs] = [20, 8];
/** After as much reading it is noted how far it came; in the middle of a long one, more seldom. */
const worthNoting = 64 * 1024;
const notedEvery = 8 * 1024 * 1024;
/** Who waits for all of it waits no longer; in a call's own time. */
const longestWaitMs = 1_000;
/** An entry's MAC is written a moment before the entry: then the end is looked at once more. */
const [momentMs, moments] = [5, 10];

/**
 * What a person has said of places, as the record holds it. The file beside it only says how far the record was read: an older one
 * that is put back, or none, is made up for by reading, and until then nothing is harmless by it.
 */
export class SaidPlacesHere implements SaidPlaces {
  private readonly reader: PlacesReader;
  private reading: KeptReading = nothingRead;
  private seen: string | undefined;
  /** False while more of the record is to be read than is read at once, or its end may be missing. */
  private isWhole = false;
  private counting: readonly StandingPlace[] = [];
  /** The same, as it is judged by. */
  private words: readonly SaidPlace[] = [];
  private turn: Promise<void> = Promise.resolve();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly home: Home,
    private readonly record: Pick<RecordStore, 'append' | 'isOurs'>,
    /** Milliseconds from anywhere. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.reader = new PlacesReader(home.record, record);
  }

  now(): readonly SaidPlace[] {
    this.follow();
    return this.words;
  }

  list(): readonly StandingPlace[] {
    this.follow();
    return [...this.counting].sort((a, b) => b.at - a.at);
  }

  async settled(): Promise<boolean> {
    this.follow();
    if (this.isWhole) return true;
    const given = new AbortController();
    const late = wait(longestWaitMs, undefined, { signal: given.signal }).catch(() => undefined);
    await Promise.race([this.refresh(), late]);
    given.abort();
    return this.isWhole;
  }

  async say(
    { system, name, knownBy, environment }: SaidPlace,
    by: Saying,
  ): Promise<Result<void, RecordFailure>> {
    const said = { system, name, knownBy: [...knownBy], environment };
    const done = await this.record.append({ type: 'place.said', ...said, ...by });
    if (!done.ok) return done;
    await this.refresh();
    const isHeard = this.words.some((one) => isSamePlace(one, said) && one.environment === environment);
    return isHeard
      ? ok(undefined)
      : err({ code: 'broken-chain', detail: 'the record does not hold together' });
  }

  async forget({ system, name, knownBy }: PlaceKey, by: Saying): Promise<Result<void, RecordFailure>> {
    const { decider } = by;
    const place = { system, name, knownBy: [...knownBy] };
    const done = await this.record.append({
      type: 'place.forgotten',
      ...place,
      ...(decider === undefined ? {} : { decider }),
    });
    if (!done.ok) return done;
    await this.refresh();
    return ok(undefined);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads what the record has had since, piece by piece, so that no thread stands still for it. */
  refresh(): Promise<void> {
    this.turn = this.turn.then(() => this.readOn()).catch(() => undefined);
    return this.turn;
  }

  /** Another window or a terminal may have written, or somebody has put an old file back. */
  private follow(): void {
    try {
      const state = stateOf(placesPath(this.home));
      if (state !== this.seen) this.look(state);
    } catch {
      // What is known stays known.
    }
  }

  private look(state: string): void {
    this.seen = state;
    const loaded = loadReading(this.home);
    // Whoever has read further knows more of what was lost.
    const further = loaded !== undefined && loaded.high > this.reading.high ? loaded : this.reading;
    const from = this.reader.borneOut(further);
    const began = this.clock();
    const [near] = this.reader.pieces(
      from,
      (bytes) => bytes >= mostAtOnce || (bytes >= worthNoting && this.clock() - began >= atOnceMs),
    );
    if (near === undefined) return;
    this.take(near.reading, near.isLast && this.reader.isWholeAt(near.reading));
    if (!this.isWhole) void this.refresh();
    else if (near.bytes >= worthNoting) keepReading(this.home, near.reading);
  }

  private async readOn(): Promise<void> {
    const start = this.reading;
    this.follow();
    for (let moment = 0; moment < moments; moment += 1) {
      await this.readToEnd(start);
      if (this.isWhole) return;
      await wait(momentMs);
    }
  }

  private async readToEnd(start: KeptReading): Promise<void> {
    let read = 0;
    let began = this.clock();
    const isEnough = (): boolean => this.clock() - began >= sliceMs;
    for (const { reading, isLast, bytes } of this.reader.pieces(
      this.reader.borneOut(this.reading),
      isEnough,
    )) {
      read += bytes;
      this.take(reading, isLast && this.reader.isWholeAt(reading));
      const isNews = isLast && this.reading.places !== start.places;
      const isMuch = read >= (isLast ? worthNoting : notedEvery);
      if (isNews || isMuch) keepReading(this.home, reading);
      if (isMuch) read = 0;
      if (!isLast) await nextTurn();
      began = this.clock();
    }
  }

  private take(reading: KeptReading, isWhole: boolean): void {
    this.reading = reading;
    this.isWhole = isWhole;
    const counting = reading.places.filter(({ environment }) => isWhole || environment === 'production');
    const isSame =
      counting.length === this.counting.length &&
      counting.every((one, at) => {
        const known = this.counting[at];
        return known !== undefined && isSamePlace(one, known) && one.environment === known.environment;
      });
    if (isSame) return;
    this.counting = counting.map(({ segment: _, from: __, to: ___, ...standing }) => standing);
    this.words = this.counting.map(({ system, name, knownBy, environment }) => ({
      system,
      name,
      knownBy,
      environment,
    }));
    for (const listener of this.listeners) listener();
  }
}

/** Differs when the file is another; the system's word where there is none. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    return errorCode(error);
  }
}
