import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { readCheckpoint, readCheckpointLine } from '../../core/record/checkpoint/checkpoint.js';
import type { Sighting } from '../../core/record/witness.js';
import { diskText } from '../files/disk.js';
import { LogKey } from './log-key.js';
import { checkpointPath } from './record-paths.js';
import { keptCheckpoint } from './tree.js';

/** What this home itself says of its record: its name, and its last checkpoint. */
export interface OwnWord {
  /** Undefined where the home has signed nothing yet, or its key is gone. */
  readonly origin: string | undefined;
  readonly sightings: readonly Sighting[];
}

/** `folder` is the record's. */
export function ownWord(folder: string): OwnWord {
  const key = keyOf(dirname(folder));
  const last = keptCheckpoint(folder, key);
  const written = statSync(checkpointPath(folder), { throwIfNoEntry: false })?.mtimeMs;
  const sighting = last && {
    witness: { kind: 'own', name: '' } as const,
    size: last.size,
    checkpoint: last,
    ...(written === undefined ? {} : { written }),
  };
  return { origin: key?.origin, sightings: sighting ? [sighting] : [] };
}

function keyOf(home: string): LogKey | undefined {
  try {
    return LogKey.existing(home);
  } catch {
    return undefined;
  }
}

/** A checkpoint as somebody kept it: the line itself, or the path of a file of such lines or of a signed note. Undefined for neither. */
export function keptSightings(lineOrFile: string, path: string): readonly Sighting[] | undefined {
  const given = readCheckpointLine(lineOrFile);
  if (given) return [{ witness: { kind: 'kept', name: '' }, size: given.size, checkpoint: given }];
  const text = diskText(path);
  if (text === undefined) return undefined;
  const note = readCheckpoint(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = note ? [note] : lines.map(readCheckpointLine);
  const sightings = read.flatMap((checkpoint) =>
    checkpoint
      ? [{ witness: { kind: 'kept', name: lineOrFile } as const, size: checkpoint.size, checkpoint }]
      : [],
  );
  return sightings.length > 0 && sightings.length === read.length ? sightings : undefined;
}
