import type { PolicySettings } from '../core/policy/settings.js';
import type { Clock, Judge, Preview, RecordStore, RequestStore, Windows, Worlds } from '../ports/ports.js';
import type { CountersignParts } from './countersign-parts.js';

/** What the desk needs answered. */
export interface DeskParts {
  readonly clock: Clock;
  readonly record: RecordStore;
  readonly requests: RequestStore;
  readonly windows: Windows;
  readonly worlds: Worlds;
  readonly judge: Judge;
  readonly preview: Preview;
  settings(): PolicySettings;
  /** Absent where no peers can be asked: a call that needs them then stays held. */
  readonly countersigning?: CountersignParts;
}
