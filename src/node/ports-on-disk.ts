import { hostname } from 'node:os';
import type { Checkpoints, Clock, Random, RecordStore, RequestStore, Windows } from '../ports/ports.js';
import { systemClock } from './clock.js';
import type { Home } from './files/home.js';
import { newGateId } from './gate/gate-server.js';
import { windowsAt } from './gate/windows.js';
import { systemRandom } from './random.js';
import { RecordFile } from './record/record-file.js';
import { WindowRecord } from './record/window-record.js';
import { RequestsFile } from './requests/requests-file.js';

/** The desk's ports, answered by this machine, under one home. */
export interface PortsOnDisk {
  /** The id of this window's gate. */
  readonly id: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly record: RecordStore;
  /** Of the same record. */
  readonly checkpoints: Checkpoints;
  readonly requests: RequestStore;
  readonly windows: Windows;
}

/** `writer` is the bundle of the record's writing thread; without it, entries are written on this thread. */
export function portsOnDisk(home: Home, writer?: string): PortsOnDisk {
  const id = newGateId(systemRandom);
  const setting = { folder: home.record, machine: hostname(), writer: systemRandom.hex(8) };
  const record =
    writer === undefined
      ? new RecordFile({ ...setting, clock: systemClock })
      : new WindowRecord(setting, writer);
  return {
    id,
    clock: systemClock,
    random: systemRandom,
    record,
    checkpoints: record,
    requests: new RequestsFile(home.requests, systemClock),
    windows: windowsAt(home.run, id),
  };
}
