import type { Entry } from '../core/record/entry.js';
import { ringsIn } from '../core/record/rings.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import type { HealthSeams } from './health.js';

/** How far back an agent's last ring is looked for. */
const newestEntries = 1_000;

/** The record is asked again after this time. */
const rereadMilliseconds = 2_000;

/** Asked for every agent in turn: the record is read once for all of them. */
export function ringsFrom(
  record: Pick<RecordStore, 'newest'>,
  clock: Pick<Clock, 'now'>,
): HealthSeams['rings'] {
  let readAt = Number.NEGATIVE_INFINITY;
  let entries: readonly Entry[] = [];
  return (agent) => {
    if (clock.now() - readAt > rereadMilliseconds) {
      const newest = record.newest(newestEntries);
      [readAt, entries] = [clock.now(), newest.ok ? newest.value : []];
    }
    return ringsIn(entries, agent);
  };
}
