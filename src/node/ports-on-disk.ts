import { hostname } from 'node:os';
import type { Checkpoints, Clock, Random, RecordStore, RequestStore, Windows } from '../ports/ports.js';
import { systemClock } from './clock.js';
import type { Home } from './files/home.js';
import { newGateId } from './gate/gate-server.js';
import { windowsAt } from './gate/windows.js';
import { systemRandom } from './random.js';
import type { WriterOptions } from './record/writer-messages.js';
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

/** `record` opens the record that the setting names. */
export function portsOnDisk(
  home: Home,
  record: (setting: WriterOptions) => RecordStore & Checkpoints,
): PortsOnDisk {
  const id = newGateId(systemRandom);
  const opened = record({ folder: home.record, machine: hostname(), writer: systemRandom.hex(8) });
  return {
    id,
    clock: systemClock,
    random: systemRandom,
    record: opened,
    checkpoints: opened,
    requests: new RequestsFile(home.requests, systemClock),
    windows: windowsAt(home.run, id),
  };
}
