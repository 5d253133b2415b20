import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ocsfEvent } from '../core/record/export/ocsf.js';
import {
  exportFiles,
  exportScript,
  howToCheckExport,
  noExportProofText,
  nothingToExportText,
} from '../messages/cli/export-check.js';
import { cannotWriteText, recordBreakText, writtenText } from '../messages/cli/record.js';
import { errorCode } from '../node/files/disk.js';
import { exportProof, takeIn } from '../node/record/export-proof.js';
import { exportedEntries, exportSource, type Since } from '../node/record/exported.js';
import { exitCodes, fail, type Terminal } from './command.js';

/** Writes the events into a new folder, with the proof that the last of them stands in the record. */
export async function exportInto(
  dir: string,
  { folder, since, version }: { readonly folder: string; readonly since: Since; readonly version: string },
  terminal: Terminal,
): Promise<number> {
  const into = resolve(terminal.cwd, dir);
  try {
    let events: ReturnType<typeof begin> | undefined;
    let [first, last]: (number | undefined)[] = [];
    try {
      for (const one of exportedEntries(folder, since)) {
        if (!one.ok) return await fail(terminal, recordBreakText(one.error));
        const { entry, line } = one.value;
        events ??= begin(into, folder, version);
        writeSync(events.file, `${JSON.stringify(ocsfEvent(entry, line, events.source))}\n`);
        first ??= entry.seq;
        last = entry.seq;
      }
    } finally {
      if (events !== undefined) closeSync(events.file);
    }
    if (first === undefined || last === undefined) return await fail(terminal, nothingToExportText);
    const proof = exportProof(folder, first, last);
    if (proof === undefined) return await fail(terminal, noExportProofText);
    const { events: name, ...names } = exportFiles;
    const texts = { proof, script: exportScript, how: howToCheckExport };
    for (const part of ['proof', 'script', 'how'] as const)
      writeFileSync(join(into, names[part]), texts[part], { flag: 'wx' });
    await terminal.out(`${writtenText(into, [name, ...Object.values(names)])}\n`);
    return exitCodes.done;
  } catch (error) {
    return fail(terminal, cannotWriteText(into, errorCode(error)));
  }
}

/** The folder comes with the first entry: an export of nothing leaves nothing. */
function begin(
  into: string,
  folder: string,
  version: string,
): { readonly file: number; readonly source: ReturnType<typeof exportSource> } {
  mkdirSync(into);
  // A record is named by the key of its checkpoints, which its first one makes.
  takeIn(folder);
  return { file: openSync(join(into, exportFiles.events), 'wx'), source: exportSource(folder, version) };
}
