import type { Connections } from './connections.js';

/** What connecting an agent, trusting its hook and offering its settings need. */
export interface ConnectParts {
  readonly connections: Connections;
  /** Called after a file was written. */
  written(): void;
}
