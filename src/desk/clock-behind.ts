import { skewMs } from '../core/countersign/threshold.js';
import type { DeskParts } from './parts.js';

/** True when the record's last entry is from later than now: no approval outlives its time by a clock that was set back. */
export function isClockBehind({ record, clock }: Pick<DeskParts, 'record' | 'clock'>): boolean {
  const newest = record.newest(1);
  const last = newest.ok ? newest.value[0]?.ts : undefined;
  return last !== undefined && last > clock.now() + skewMs;
}
