import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { decodeEntry } from '../../core/record/decode-entry.js';
import { type Review, ReviewFold, reviewMarks } from '../../core/record/reviews.js';
import { readShape } from '../../core/shared/decode-shape.js';
import { sha256 } from '../../core/shared/digest.js';
import { countShape, text, texts } from '../../core/shared/shape.js';
import { keepOwn, loadOwn } from '../files/own-file.js';
import { isOwnEntry } from './entry-macs.js';
import { beginning, linesWith, type Spot } from './scan.js';
import { segmentTail } from './segments.js';

/** How far the record was read, and the lines of what was due there. */
const keptShape = v.strictObject({
  v: v.literal(1),
  segment: text,
  offset: countShape,
  /** SHA-256, hex, of the last line that was read. */
  last: text,
  due: texts,
});

/**
 * Which reviews the record in `folder` says are due; each time only what was written since is read. How far that was is kept beside
 * the record, and counts only as this installation wrote it: a file that is made up would make a review go away.
 */
export class OpenReviews {
  private fold = new ReviewFold();
  private lines = new Map<number, string>();
  private place: Spot = beginning;
  private isLoaded = false;
  private readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(dirname(folder), 'reviews.json');
  }

  async now(): Promise<readonly Review[]> {
    if (!this.isLoaded) this.load();
    this.isLoaded = true;
    // A record that was begun anew is another one.
    const { segment, offset } = this.place;
    if (segment !== '' && this.sizeOf(segment) < offset) this.forget();
    const before = this.place;
    const lines = linesWith(this.folder, reviewMarks, this.place);
    for (;;) {
      const step = await lines.next();
      if (step.done) {
        this.place = step.value;
        break;
      }
      this.take(step.value);
    }
    const open = this.fold.open();
    if (before.segment !== this.place.segment || before.offset !== this.place.offset) this.keep(open);
    return open;
  }

  private take(line: string): void {
    const entry = decodeEntry(line);
    if (entry === undefined) return;
    this.lines.set(entry.seq, line);
    this.fold.take(entry, (one) => isOwnEntry(this.folder, one));
  }

  private forget(): void {
    this.fold = new ReviewFold();
    this.lines = new Map();
    this.place = beginning;
  }

  private load(): void {
    const read = readShape(keptShape, loadOwn(this.path, 'reviews'));
    if (read.kind !== 'known') return;
    const { segment, offset, last, due } = read.value;
    if (this.lastAt(segment, offset) !== last) return;
    this.place = { segment, offset };
    for (const line of due) this.take(line);
  }

  /** What is closed is not kept: only what is still due can be closed by what comes. */
  private keep(open: readonly Review[]): void {
    const due = open.flatMap(({ seq }) => this.lines.get(seq) ?? []);
    const { segment, offset } = this.place;
    const last = this.lastAt(segment, offset);
    this.lines = new Map(
      open.flatMap(({ seq }) => (this.lines.has(seq) ? [[seq, this.lines.get(seq) ?? '']] : [])),
    );
    if (last !== undefined) keepOwn(this.path, 'reviews', { v: 1, segment, offset, last, due });
  }

  /** Undefined where no line ends there any more. */
  private lastAt(segment: string, offset: number): string | undefined {
    if (segment === '' || offset === 0 || this.sizeOf(segment) < offset) return undefined;
    const { last, whole } = segmentTail(join(this.folder, 'segments', segment), offset);
    return whole === offset && last !== undefined ? sha256(last) : undefined;
  }

  private sizeOf(segment: string): number {
    return statSync(join(this.folder, 'segments', segment), { throwIfNoEntry: false })?.size ?? 0;
  }
}
