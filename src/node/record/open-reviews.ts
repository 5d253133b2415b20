import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../core/record/decode-entry.js';
import { type Review, ReviewFold, reviewMarks } from '../../core/record/reviews.js';
import { isOwnEntry } from './entry-macs.js';
import { beginning, linesWith, type Spot } from './scan.js';

/** Which reviews the record in `folder` says are due; each time only what was written since is read. */
export class OpenReviews {
  private fold = new ReviewFold();
  private place: Spot = beginning;

  constructor(private readonly folder: string) {}

  async now(): Promise<readonly Review[]> {
    // A record that was begun anew is another one.
    const { segment, offset } = this.place;
    const path = join(this.folder, 'segments', segment);
    if (segment !== '' && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) < offset) {
      this.fold = new ReviewFold();
      this.place = beginning;
    }
    const lines = linesWith(this.folder, reviewMarks, this.place);
    for (;;) {
      const step = await lines.next();
      if (step.done) {
        this.place = step.value;
        return this.fold.open();
      }
      const entry = decodeEntry(step.value);
      if (entry) this.fold.take(entry, (one) => isOwnEntry(this.folder, one));
    }
  }
}
