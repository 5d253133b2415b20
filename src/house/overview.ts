import type { Home } from '../node/files/home.js';
import { RecordReader } from '../node/record/read-record.js';
import type { Clock } from '../ports/ports.js';
import { OverviewEditor, type OverviewParts } from '../vscode/record/overview.js';

/** The overview's page, over this home's record. `program` is the bundle of the thread that counts. */
export function overviewOfRecord(
  { record }: Home,
  clock: Pick<Clock, 'now'>,
  extension: OverviewParts['extension'],
  program: string,
): { dispose(): void } {
  return new OverviewEditor({
    read: (counted) => new RecordReader(record, program).overview(counted),
    clock,
    extension,
  });
}
