import type { ArchiveStanding } from '../../core/record/archive/late.js';
import type { RecordStore } from '../../ports/ports.js';
import type { Home } from '../files/home.js';
import { chosenArchive, lastWord } from './chosen.js';

/** As many of the entries that wait are looked at. */
const mostLooked = 5_000;

/** How the archive that was chosen stands to the record, by what lies here; undefined where none is, or the record cannot be read. */
export function archiveStanding(
  home: Home,
  record: Pick<RecordStore, 'newest'>,
): ArchiveStanding | undefined {
  const chosen = chosenArchive(home);
  const newest = record.newest(1);
  if (chosen === undefined || !newest.ok) return undefined;
  const word = lastWord(chosen);
  const size = (newest.value[0]?.seq ?? -1) + 1;
  const archived = word?.checkpoint.size ?? 0;
  const waiting = record.newest(Math.max(1, Math.min(mostLooked, size - archived)));
  if (!waiting.ok) return undefined;
  // What was there before the archive was chosen waits from then on.
  const written = waiting.value.at(-1)?.ts;
  const waitingSince = written === undefined ? undefined : Math.max(written, chosen.since ?? 0);
  return { size, archived, at: word?.at, waitingSince };
}
