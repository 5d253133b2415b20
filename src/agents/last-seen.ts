import { lastSeenIn } from '../core/record/last-seen.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import type { HealthSeams } from './health.js';

/** How far back an agent's last ring is looked for. */
const newestEntries = 1_000;

/** The record is asked again after this time. */
const rereadMilliseconds = 2_000;

/** Asked for every agent in turn: the record is read once for all of them. */
export function lastSeenFrom(
  record: Pick<RecordStore, 'newest'>,
  clock: Pick<Clock, 'now'>,
): HealthSeams['lastSeen'] {
  let [readAt, seen] = [Number.NEGATIVE_INFINITY, lastSeenIn([])];
  return (agent) => {
    if (clock.now() - readAt > rereadMilliseconds) {
      const newest = record.newest(newestEntries);
      [readAt, seen] = [clock.now(), lastSeenIn(newest.ok ? newest.value : [])];
    }
    return seen.get(agent);
  };
}
