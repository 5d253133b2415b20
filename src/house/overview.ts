import type * as vscode from 'vscode';
import type { Home } from '../node/files/home.js';
import { readOverview } from '../node/record/read-overview.js';
import type { Clock } from '../ports/ports.js';
import { OverviewEditor } from '../vscode/record/overview.js';

/** The overview's page, over this home's record. `program` is the bundle of the thread that counts. */
export function overviewOfRecord(
  { record }: Home,
  clock: Pick<Clock, 'now'>,
  extension: vscode.Uri,
  program: string,
): vscode.Disposable {
  return new OverviewEditor({ read: () => readOverview(record, program), clock, extension });
}
