import { systemClock } from '../../src/node/clock.js';
import type { Home } from '../../src/node/files/home.js';
import { type PortsOnDisk, portsOnDisk } from '../../src/node/ports-on-disk.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { WindowRecord } from '../../src/node/record/window-record.js';

/** A window's ports whose entries are written on this thread. */
export const portsInThread = (home: Home): PortsOnDisk =>
  portsOnDisk(home, (setting) => new RecordFile({ ...setting, clock: systemClock }));

/** A window's ports; `writer` is the bundle of the record's writing thread. */
export const portsWithWriter = (home: Home, writer: string): PortsOnDisk =>
  portsOnDisk(home, (setting) => new WindowRecord(setting, writer));
