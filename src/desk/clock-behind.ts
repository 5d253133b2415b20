import { skewMs } from '../core/countersign/threshold.js';
import type { DeskParts } from './parts.js';

/** Entries written under the wrong clock stand behind those that betray it. */
const looked = 1_000;

/** True when the record holds an entry from later than now: no approval outlives its time by a clock that was set back. */
export function isClockBehind({ record, clock }: Pick<DeskParts, 'record' | 'clock'>): boolean {
  const newest = record.newest(looked);
  const latest = clock.now() + skewMs;
  return newest.ok && newest.value.some((entry) => entry.ts > latest);
}
