import type { DiffDocuments } from '../card/diff-documents.js';
import type { Connections } from './connections.js';

/** What connecting an agent, trusting its hook and offering its settings need. */
export interface ConnectParts {
  readonly connections: Connections;
  readonly documents: DiffDocuments;
  /** Called after a file was written. */
  written(): void;
}
