import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkpointLine, type SignedCheckpoint } from '../core/record/checkpoint/checkpoint.js';
import type { CheckedExport } from '../core/record/export/check-export.js';
import { checkExportProof } from '../core/record/export/export-proof.js';
import { sameHash } from '../core/record/tree/hashes.js';
import type { Sighting } from '../core/record/witness.js';
import { exportCheckText } from '../messages/cli/export-check.js';
import { recordBreakText } from '../messages/cli/record.js';
import { noCheckpointText } from '../messages/record/witness.js';
import { diskText } from '../node/files/disk.js';
import { homeFrom } from '../node/files/home.js';
import { productVersion } from '../node/product-version.js';
import { checkExportFile } from '../node/record/check-export-file.js';
import { exportKindOf } from '../node/record/export-lines.js';
import { segmentPaths } from '../node/record/segments.js';
import { keptSightings, ownWord } from '../node/record/sightings.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';

interface Options {
  readonly json?: boolean | undefined;
  readonly checkpoint?: string | undefined;
}

/** Holds what `countersign export` wrote against this machine's record and the proof beside it. Undefined for what it did not write. */
export async function checkExport(
  named: readonly string[],
  { json, checkpoint }: Options,
  terminal: Terminal,
): Promise<number | undefined> {
  const [file = '', ...more] = named;
  const path = resolve(terminal.cwd, file);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const kind = isFile ? exportKindOf(path) : undefined;
  if (kind === undefined) return undefined;
  if (more.length > 0) return misuse(terminal, exportCheckText.one(more[0] ?? ''));
  const kept = checkpoint === undefined ? [] : keptSightings(checkpoint, resolve(terminal.cwd, checkpoint));
  if (kept === undefined) return misuse(terminal, noCheckpointText(checkpoint ?? ''));
  const folder = homeFrom(terminal.env).record;
  if (kind === 'csv' && segmentPaths(folder).length === 0) return fail(terminal, exportCheckText.table);
  const checked = checkExportFile(path, kind, {
    folder,
    own: ownWord(folder).origin,
    version: productVersion(__dirname),
  });
  const { count, wrong, problems, last, origin, first, record } = checked;
  const proofText = kind === 'csv' ? undefined : diskText(path.replace(/\.[^./\\]*$/, '.tlog-proof'));
  const proof = proofText === undefined ? undefined : checkExportProof(proofText, checked);
  const proven = proof?.ok ? proof.value : undefined;
  const against = [
    ...problems.map((one) => exportCheckText.problem(file, one)),
    ...(wrong > problems.length ? [exportCheckText.more(wrong - problems.length)] : []),
    ...(record?.broken === undefined ? [] : [recordBreakText(record.broken)]),
    ...(proof && !proof.ok ? [exportCheckText.proof(proof.error, first, last.seq)] : []),
    ...(wrong === 0 && proof === undefined ? unproven(checked) : []),
    ...keptAgainst(kept, proven),
  ];
  const isGood = against.length === 0;
  if (json) {
    const known = { kind: 'export', file, lines: count, from: first, to: last.seq, origin, wrong, problems };
    const head = proven === undefined ? {} : { checkpoint: checkpointLine(proven) };
    await terminal.out(`${JSON.stringify({ ok: isGood, ...known, ...head, against })}\n`);
  }
  for (const one of against) await fail(terminal, one);
  if (isGood && !json)
    await terminal.out(
      `${exportCheckText.holds(checked, proven && { size: proven.size, line: checkpointLine(proven), isKept: kept.length > 0 })}\n`,
    );
  return isGood ? exitCodes.done : exitCodes.failure;
}

/** Lines that only agree with each other could all have been made up. */
function unproven({ record }: CheckedExport): readonly string[] {
  if (record === undefined) return [exportCheckText.unproven];
  return record.gone > 0 ? [exportCheckText.gone(record.gone)] : [];
}

/** What checkpoints that somebody kept say against the one of the proof. */
function keptAgainst(kept: readonly Sighting[], proven: SignedCheckpoint | undefined): readonly string[] {
  const [any] = kept;
  if (any === undefined) return [];
  if (proven === undefined) return [exportCheckText.noProof];
  const same = kept.find(({ size }) => size === proven.size)?.checkpoint;
  if (same === undefined) return [exportCheckText.otherSize(any.size, proven.size)];
  const isSame = same.origin === proven.origin && sameHash(same.root, proven.root);
  return isSame ? [] : [exportCheckText.otherRoot(proven.size)];
}
