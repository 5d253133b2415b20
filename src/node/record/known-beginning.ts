import { decodeEntry } from '../../core/record/decode-entry.js';
import { type LetGo, RetentionFold, retentionMarks } from '../../core/record/retention.js';
import { chainBefore } from './beginning.js';
import { isOwnEntry } from './entry-macs.js';
import { forwards, segmentPaths } from './segments.js';

/** True where the record in `folder` has its first entry, or says itself that what is missing before its first was let go. */
export function isBeginningKnown(folder: string): boolean {
  const files = segmentPaths(folder);
  const before = chainBefore(files).size;
  return before === 0 || letGoIn(folder, files).some(({ to }) => to >= before);
}

function letGoIn(folder: string, files: readonly string[]): readonly LetGo[] {
  const fold = new RetentionFold();
  for (const file of files) {
    for (const line of forwards(file)) {
      if (!line.includes(retentionMarks[0])) continue;
      const entry = decodeEntry(line);
      if (entry) fold.take(entry, (one) => isOwnEntry(folder, one));
    }
  }
  return fold.letGo();
}
