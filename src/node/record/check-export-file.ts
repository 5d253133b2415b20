import {
  type CheckedExport,
  ExportCheck,
  type ExportProblem,
} from '../../core/record/export/check-export.js';
import { type ExportKind, exportLines } from './export-lines.js';
import { HeldLines } from './held-lines.js';

/** As many of what is wrong are named. */
const mostNamed = 20;

/** `folder` is the record's of this home, `own` its name, `version` that of this program. A table does not say whose it is. */
export function checkExportFile(
  path: string,
  kind: ExportKind,
  {
    folder,
    own,
    version,
  }: { readonly folder: string; readonly own: string | undefined; readonly version: string },
): CheckedExport {
  const check = new ExportCheck(version);
  const problems: ExportProblem[] = [];
  let held: HeldLines | undefined;
  let last = { seq: -1, line: '' };
  let [count, wrong, gone] = [0, 0, 0];
  for (const read of exportLines(path, kind)) {
    count += 1;
    let there: string | null | undefined;
    if (typeof read !== 'string') {
      const isOwn = kind === 'csv' || (own !== undefined && read.origin === own);
      held ??= isOwn ? new HeldLines(folder, read.seq) : undefined;
      there = held?.line(read.seq);
      if (held !== undefined && there === undefined) gone += 1;
      if (read.seq > last.seq) last = { seq: read.seq, line: read.raw ?? '' };
    }
    const found = check.take(read, there);
    wrong += found.length;
    problems.push(...found.slice(0, mostNamed - problems.length));
  }
  const behind = held?.behind(last.seq) ?? 0;
  return {
    ...{ count, problems, wrong, origin: check.origin ?? '', first: check.first ?? 0, last },
    ...(held === undefined ? {} : { record: { behind, gone, broken: held.broken } }),
  };
}
