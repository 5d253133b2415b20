import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Entry } from '../../core/record/entry.js';
import type { ExportSource } from '../../core/record/export/ocsf.js';
import { emptyChain, extendChain, type RecordBreak } from '../../core/record/verify.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import { chainBefore } from './beginning.js';
import { isBeginningKnown } from './known-beginning.js';
import { LogKey } from './log-key.js';
import { rawLines, segmentPaths } from './segments.js';

/** From which entry on: the first with this number, or the first not before this time (Unix milliseconds). */
export type Since = { readonly seq: number } | { readonly ts: number };

export interface ExportedEntry {
  readonly entry: Entry;
  /** The raw line, without its line feed. */
  readonly line: string;
}

/**
 * The entries of a record, oldest first, one after the other, each checked to stand in the chain: memory stays flat. What
 * breaks the chain ends it, with an error. A line that is being written is left out.
 */
export function* exportedEntries(
  folder: string,
  since: Since,
  until = Number.POSITIVE_INFINITY,
): Generator<Result<ExportedEntry, RecordBreak>> {
  const files = segmentPaths(folder);
  // Where the beginning is missing and the record does not say that it was let go, the chain breaks at its first entry.
  let chain = isBeginningKnown(folder) ? chainBefore(files) : emptyChain;
  let isBegun = false;
  for (const file of files) {
    try {
      for (const { line: bytes } of rawLines(file, 0, statSync(file).size)) {
        const line = bytes.toString('utf8');
        const step = extendChain(chain, line);
        if (!step.ok) return yield err({ ...step.error, file });
        chain = step.head;
        const { entry } = step;
        // A clock that was set back later makes no gap.
        isBegun ||= 'seq' in since ? entry.seq >= since.seq : entry.ts >= since.ts;
        if (isBegun && entry.ts <= until) yield ok({ entry, line });
      }
    } catch (error) {
      return yield err({ code: 'unreadable', file, detail: errorCode(error) });
    }
  }
}

/** `folder` is the record's. A record without a key is named by its machine. */
export function exportSource(folder: string, version: string): ExportSource {
  const machine = hostname();
  return { origin: originIn(dirname(folder)) ?? `countersign/${machine}`, machine, version };
}

function originIn(home: string): string | undefined {
  try {
    return LogKey.existing(home)?.origin;
  } catch {
    return undefined;
  }
}
