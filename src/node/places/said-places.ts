import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry } from '../../core/record/entry.js';
import { afterEntry, type StandingPlace } from '../../core/record/said-places.js';
import { ok, type Result } from '../../core/shared/result.js';
import { isSamePlace, type PlaceKey, type SaidPlace } from '../../core/target/said-place.js';
import type { SaidPlaces, Saying } from '../../ports/places.js';
import type { RecordFailure, RecordStore } from '../../ports/ports.js';
import type { Home } from '../files/home.js';
import { rawLines, segmentNames } from '../record/segments.js';
import {
  type HeldPlace,
  type KeptReading,
  keepReading,
  loadReading,
  placesPath,
} from './said-places-file.js';

/** As much of the record is read at once, by whoever asks; what lies further back is read piece by piece. */
const mostAtOnce = 4 * 1024 * 1024;
/** After as much reading it is noted how far it came. */
const worthNoting = 1024 * 1024;
const mark = Buffer.from('"type":"place.');

/**
 * What a person has said of places, as the record holds it. The file beside it only says how far the record was read: an older one
 * that is put back, or none, is made up for by reading, and until then nothing is harmless by it.
 */
export class SaidPlacesHere implements SaidPlaces {
  private reading: KeptReading = nothingRead;
  private seen: string | undefined;
  /** False while more of the record is to be read than is read at once. */
  private isWhole = false;
  private counting: readonly SaidPlace[] = [];
  private turn: Promise<void> = Promise.resolve();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly home: Home,
    private readonly record: Pick<RecordStore, 'append' | 'isOurs'>,
  ) {}

  now(): readonly SaidPlace[] {
    this.follow();
    return this.counting;
  }

  list(): readonly StandingPlace[] {
    this.follow();
    return this.reading.places
      .map(({ segment: _, from: __, to: ___, ...standing }) => standing)
      .sort((a, b) => b.at - a.at);
  }

  async say(
    { system, name, knownBy, environment }: SaidPlace,
    by: Saying,
  ): Promise<Result<void, RecordFailure>> {
    const said = { system, name, knownBy: [...knownBy], environment };
    const done = await this.record.append({ type: 'place.said', ...said, ...by });
    return done.ok ? this.heard() : done;
  }

  async forget({ system, name, knownBy }: PlaceKey, by: Saying): Promise<Result<void, RecordFailure>> {
    const { decider } = by;
    const place = { system, name, knownBy: [...knownBy] };
    const done = await this.record.append({
      type: 'place.forgotten',
      ...place,
      ...(decider === undefined ? {} : { decider }),
    });
    return done.ok ? this.heard() : done;
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

  private async heard(): Promise<Result<void, RecordFailure>> {
    await this.refresh();
    return ok(undefined);
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
    const reading = loaded && this.borneOut(loaded);
    // What is known here stays known where the file is gone.
    if (reading === undefined && this.reading !== nothingRead) return;
    const from = reading ?? nothingRead;
    const [near] = this.pieces(from, mostAtOnce);
    this.isWhole = near === undefined || near.isLast;
    this.take(near === undefined ? from : near.reading);
    if (!this.isWhole) void this.refresh();
    else if (near !== undefined && near.bytes >= worthNoting) keepReading(this.home, near.reading);
  }

  private async readOn(): Promise<void> {
    const start = this.reading;
    this.follow();
    let read = 0;
    for (const { reading, isLast, bytes } of this.pieces(this.reading, worthNoting)) {
      read += bytes;
      this.isWhole = isLast;
      this.take(reading);
      if (!isLast) await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.reading.places === start.places && read < worthNoting) return;
    keepReading(this.home, this.reading);
  }

  private take(reading: KeptReading): void {
    this.reading = reading;
    const counting = this.isWhole
      ? reading.places
      : reading.places.filter(({ environment }) => environment === 'production');
    const isSame =
      counting.length === this.counting.length &&
      counting.every((one, at) => {
        const known = this.counting[at];
        return known !== undefined && isSamePlace(one, known) && one.environment === known.environment;
      });
    if (isSame) return;
    this.counting = counting.map(({ system, name, knownBy, environment }) => ({
      system,
      name,
      knownBy,
      environment,
    }));
    for (const listener of this.listeners) listener();
  }

  /** The reading after each stretch of the record of about `most` bytes behind it. */
  private *pieces(
    start: KeptReading,
    most: number,
  ): Generator<{ readonly reading: KeptReading; readonly isLast: boolean; readonly bytes: number }> {
    const folder = join(this.home.record, 'segments');
    const names = segmentNames(folder).filter((name) => name >= start.segment);
    let reading = start;
    let bytes = 0;
    for (const name of names) {
      const path = join(folder, name);
      const end = statSync(path).size;
      let from = name === start.segment ? start.size : 0;
      // Shorter than it was: whoever cut it has taken away what was said.
      if (from > end) from = 0;
      for (const { line, end: to } of rawLines(path, from, end)) {
        const places = this.afterLine(reading.places, line, {
          segment: name,
          from: to - line.length - 1,
          to,
        });
        bytes += line.length + 1;
        reading = { ...reading, segment: name, size: to, places };
        if (bytes < most) continue;
        yield { reading, isLast: false, bytes };
        bytes = 0;
      }
    }
    yield { reading, isLast: true, bytes };
  }

  private afterLine(
    places: readonly HeldPlace[],
    line: Buffer,
    spot: Pick<HeldPlace, 'segment' | 'from' | 'to'>,
  ): readonly HeldPlace[] {
    if (!line.includes(mark)) return places;
    const entry = decodeEntry(line.toString('utf8'));
    if (entry === undefined || !this.counts(entry)) return places;
    const after = afterEntry(places, entry);
    if (after === places) return places;
    return after.map((one) => places.find((held) => held === one) ?? { ...one, ...spot });
  }

  /** What an older version or somebody else wrote loosens nothing; what tightens is heard from anybody. */
  private counts(entry: Entry): boolean {
    return (
      this.record.isOurs(entry) ||
      (entry.body.type === 'place.said' && entry.body.environment === 'production')
    );
  }

  /**
   * A reading counts where the record holds each of its words where it says; else it is made anew. Of what the record has let go by
   * its age, what tightens stays.
   */
  private borneOut(reading: KeptReading): KeptReading | undefined {
    const [oldest = ''] = segmentNames(join(this.home.record, 'segments'));
    const isLetGo = ({ segment }: HeldPlace): boolean => segment < oldest;
    if (!reading.places.every((held) => isLetGo(held) || this.isHeld(held))) return undefined;
    const places = reading.places.filter((held) => held.environment === 'production' || !isLetGo(held));
    return { ...reading, places };
  }

  private isHeld({ segment, from, to, ...standing }: HeldPlace): boolean {
    try {
      const [first] = rawLines(join(this.home.record, 'segments', segment), from, to);
      const [held] = first === undefined ? [] : this.afterLine([], first.line, { segment, from, to });
      return held !== undefined && isSamePlace(held, standing) && held.environment === standing.environment;
    } catch {
      return false;
    }
  }
}

const nothingRead: KeptReading = { v: 1, segment: '', size: 0, places: [] };

/** Differs when the file is another; empty where there is none. */
function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}
