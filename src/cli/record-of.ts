import { hostname } from 'node:os';
import { systemClock } from '../node/clock.js';
import type { Home } from '../node/files/home.js';
import { systemRandom } from '../node/random.js';
import { RecordFile } from '../node/record/record-file.js';

/** The record of a home, as a command of this process reads and writes it. */
export function recordOf({ record: folder }: Pick<Home, 'record'>): RecordFile {
  return new RecordFile({ folder, machine: hostname(), clock: systemClock, writer: systemRandom.hex(8) });
}
