import { closeSync, openSync, readSync } from 'node:fs';
import { type ReadLine, readEvent, readRow } from '../../core/record/export/check-export.js';
import { csvHead } from '../../core/record/export/csv.js';
import { forwards } from './segments.js';

/** What an export is: by how its file begins. */
export type ExportKind = 'ocsf' | 'csv';

const eventMark = '"log_name":"countersign.record"';
const tableStart = 'entry,time,type,';
/** An event is some three times as long as its line, and no line has more than 65,535 bytes. */
const lookedBytes = 256 * 1024;
/** No row of one entry is as long: a quote that is never closed ends there. */
const longestRow = 1024 * 1024;

/** Undefined for a file that `countersign export` did not make, or that cannot be read. */
export function exportKindOf(path: string): ExportKind | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(lookedBytes);
      const start = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
      if (start.startsWith(tableStart)) return 'csv';
      return start.includes(eventMark) ? 'ocsf' : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** The lines of an export, first to last, read piece by piece; of a table without its head. */
export function* exportLines(path: string, kind: ExportKind): Generator<ReadLine> {
  if (kind === 'ocsf') {
    for (const line of forwards(path)) yield readEvent(line);
    return;
  }
  let row = '';
  for (const line of forwards(path)) {
    row = row === '' ? line : `${row}\n${line}`;
    // A cell may hold line ends: its quotes are then not closed yet.
    if (row.length < longestRow && row.split('"').length % 2 === 0) continue;
    const text = row.endsWith('\r') ? row.slice(0, -1) : row;
    row = '';
    if (`${text}\r\n` !== csvHead) yield readRow(text);
  }
  if (row !== '') yield readRow(row);
}
