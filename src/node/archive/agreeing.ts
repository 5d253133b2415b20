import type { ArchiveName } from '../../core/record/archive/chosen-archive.js';
import type { Decider } from '../../core/record/decider.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { RecordFailure, RecordStore } from '../../ports/ports.js';
import { diskFailure } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { chooseArchive, refuseArchive } from './chosen.js';

export interface AgreeingParts {
  readonly home: Home;
  readonly record: Pick<RecordStore, 'append'>;
  /** Who sits here. */
  by(): Decider | undefined;
}

/** An archive that a team's policy names, and that policy's digest. */
export interface NamedArchive extends ArchiveName {
  readonly policy: string;
}

/** A person has agreed, or not: first the record says so, and then it counts. */
export async function answerArchive(
  { home, record, by }: AgreeingParts,
  { url, key, policy }: NamedArchive,
  isAgreed: boolean,
): Promise<Result<void, RecordFailure>> {
  const decider = by();
  const written = await record.append({
    type: 'archive.chosen',
    archive: isAgreed ? url : '',
    key,
    policy,
    ...(decider === undefined ? {} : { decider }),
  });
  if (!written.ok) return written;
  try {
    if (isAgreed) chooseArchive(home, { url, key, policy });
    else refuseArchive(home, { url, key });
    return ok(undefined);
  } catch (error) {
    return err(diskFailure(error));
  }
}
