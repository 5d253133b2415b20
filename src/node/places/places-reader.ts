import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile } from '../../client/small-file.js';
import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { decodeEntry } from '../../core/record/decode-entry.js';
import type { Entry } from '../../core/record/entry.js';
import { atEnd, behindAll, followed, unread } from '../../core/record/followed.js';
import { afterEntry } from '../../core/record/said-places.js';
import { sha256 } from '../../core/shared/digest.js';
import { isSamePlace } from '../../core/target/said-place.js';
import type { RecordStore } from '../../ports/ports.js';
import { chainBefore } from '../record/beginning.js';
import { EntryMacs } from '../record/entry-macs.js';
import { checkpointPath } from '../record/record-paths.js';
import { rawLines, segmentNames, segmentTail } from '../record/segments.js';
import type { HeldPlace, KeptReading } from './said-places-file.js';

const marks = ['"type":"place.', '"type":"recovery"'];
const checkpointLimitBytes = 4_096;

export const nothingRead: KeptReading = { v: 2, segment: '', size: 0, ...unread, places: [] };

/** The reading after a stretch of the record. */
export interface ReadingSoFar {
  readonly reading: KeptReading;
  readonly isLast: boolean;
  readonly bytes: number;
}

/**
 * Reads what was said of places from the record, line behind line of its chain. What makes a place harmless stands only on a chain
 * that holds from its beginning to its end: whoever puts an old line in again, or takes one out, brings no word back.
 */
export class PlacesReader {
  private readonly segments: string;

  /** `folder` is the record's. */
  constructor(
    private readonly folder: string,
    private readonly record: Pick<RecordStore, 'isOurs'>,
  ) {
    this.segments = join(folder, 'segments');
  }

  /** After each stretch behind `start`; `isEnough` is asked after every line, with how many bytes the stretch has. */
  *pieces(start: KeptReading, isEnough: (bytes: number) => boolean): Generator<ReadingSoFar> {
    const names = segmentNames(this.segments).filter((name) => name >= start.segment);
    let reading = start.segment === '' ? this.begun(start, names[0]) : start;
    let bytes = 0;
    for (const name of names) {
      const path = join(this.segments, name);
      const from = name === start.segment ? start.size : 0;
      for (const { line, end } of rawLines(path, from, this.sizeOf(path))) {
        reading = this.afterLine(reading, line, { segment: name, from: end - line.length - 1, to: end });
        bytes += line.length + 1;
        if (!isEnough(bytes)) continue;
        yield { reading, isLast: false, bytes };
        bytes = 0;
      }
    }
    yield { reading: settled(reading), isLast: true, bytes };
  }

  /** False where the record may have had more than is there: its last entry is not what was written, or was not the last. */
  isWholeAt({ segment, size, next }: KeptReading): boolean {
    if (segment === '') return this.keptSize() === 0;
    const macs = new EntryMacs(this.folder);
    if (macs.isPut(next) || next < this.keptSize()) return false;
    const { last = '' } = segmentTail(join(this.segments, segment), size);
    return macs.standingOf(next - 1, last) !== 'other';
  }

  /**
   * A reading that the record still bears out; of another only what tightens is left, and the record is read anew. Of what the
   * record has let go by its age, what tightens stays.
   */
  borneOut(reading: KeptReading): KeptReading {
    if (reading.segment === '') return reading;
    const [oldest = ''] = segmentNames(this.segments);
    const isLetGo = ({ segment }: HeldPlace): boolean => segment < oldest;
    const tightening = reading.places.filter(({ environment }) => environment === 'production');
    if (!this.endsAt(reading) || !reading.places.every((held) => isLetGo(held) || this.isHeld(held)))
      return { ...nothingRead, high: reading.high, counts: behindAll, places: tightening };
    const places = reading.places.filter((held) => held.environment === 'production' || !isLetGo(held));
    return { ...reading, places };
  }

  /** Where the first lines are gone, nobody knows any more what they said. */
  private begun(start: KeptReading, oldest = ''): KeptReading {
    const { size, head } = chainBefore(oldest === '' ? [] : [join(this.segments, oldest)]);
    const counts = size === 0 ? start.counts : behindAll;
    return { ...start, next: size, head, high: Math.max(start.high, size), counts };
  }

  private afterLine(
    reading: KeptReading,
    line: Buffer,
    spot: Pick<HeldPlace, 'segment' | 'from' | 'to'>,
  ): KeptReading {
    const text = line.toString('utf8');
    const { next, head, high, counts } = followed(reading, text);
    const heard = marks.some((mark) => text.includes(mark))
      ? this.afterSaid(reading.places, text, spot, counts)
      : reading.places;
    const places = counts === behindAll && reading.counts !== behindAll ? tighteningOf(heard) : heard;
    return { v: 2, segment: spot.segment, size: spot.to, next, head, high, counts, places };
  }

  private afterSaid(
    places: readonly HeldPlace[],
    line: string,
    spot: Pick<HeldPlace, 'segment' | 'from' | 'to'>,
    from: number,
  ): readonly HeldPlace[] {
    const entry = decodeEntry(line);
    if (entry === undefined) return places;
    // What was lost may have been a word.
    if (entry.body.type === 'recovery' && entry.body.lost !== undefined) return tighteningOf(places);
    if (!this.counts(entry, from)) return places;
    const after = afterEntry(places, entry);
    if (after === places) return places;
    return after.map((one) => places.find((held) => held === one) ?? { ...one, ...spot });
  }

  /** What an older version or somebody else wrote loosens nothing; what tightens is heard from anybody. */
  private counts(entry: Entry, from: number): boolean {
    if (entry.body.type === 'place.said' && entry.body.environment === 'production') return true;
    return entry.seq >= from && this.record.isOurs(entry);
  }

  /** True where the last line that was read still stands where it stood. */
  private endsAt({ segment, size, head }: KeptReading): boolean {
    try {
      const path = join(this.segments, segment);
      if (this.sizeOf(path) < size) return false;
      const { last, whole } = segmentTail(path, size);
      return whole === size && last !== undefined && sha256(last) === head;
    } catch {
      return false;
    }
  }

  private isHeld({ segment, from, to, ...standing }: HeldPlace): boolean {
    try {
      const [first] = rawLines(join(this.segments, segment), from, to);
      const [held] =
        first === undefined ? [] : this.afterSaid([], first.line.toString('utf8'), { segment, from, to }, 0);
      return held !== undefined && isSamePlace(held, standing) && held.environment === standing.environment;
    } catch {
      return false;
    }
  }

  /** A pipe in a segment's place would be waited for. */
  private sizeOf(path: string): number {
    const found = statSync(path);
    if (!found.isFile()) throw new Error(`${path} is no file`);
    return found.size;
  }

  /** As many entries its own checkpoint counts, whoever signed it: a number that is too high only asks. */
  private keptSize(): number {
    const text = readSmallFile(checkpointPath(this.folder), checkpointLimitBytes)?.text ?? '';
    return readCheckpoint(text)?.size ?? 0;
  }
}

function settled(reading: KeptReading): KeptReading {
  return { ...reading, ...atEnd(reading) };
}

function tighteningOf(places: readonly HeldPlace[]): HeldPlace[] {
  return places.filter(({ environment }) => environment === 'production');
}
