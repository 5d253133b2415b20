import type { PolicySettings } from '../core/policy/settings.js';
import type { Clock, Judge, Preview, RecordStore, RequestStore, Windows, Worlds } from '../ports/ports.js';

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
}
