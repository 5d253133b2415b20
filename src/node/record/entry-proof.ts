import { dirname } from 'node:path';
import { leafHash } from '../../core/record/tree/hashes.js';
import { inclusionProof } from '../../core/record/tree/proofs.js';
import { holdsLeaf } from '../../core/record/tree/verify-proofs.js';
import { EntryMacs } from './entry-macs.js';
import { LogKey } from './log-key.js';
import { treeFolder } from './record-paths.js';
import { Tiles } from './tiles.js';
import { keptCheckpoint } from './tree.js';

/** How one raw line stands to the record's own last checkpoint, and to this installation's key. */
export interface EntryStanding {
  /** `not-yet`: the checkpoint is older. `differs`: another entry was there when it was signed. */
  readonly tree: 'holds' | 'not-yet' | 'differs' | 'no-checkpoint';
  /** How many entries the checkpoint is over. */
  readonly size: number;
  readonly mac: 'ours' | 'none' | 'other';
}

export function standingOfEntry(folder: string, seq: number, line: string): EntryStanding {
  const mac = new EntryMacs(folder).standingOf(seq, line);
  const tiles = new Tiles(treeFolder(folder), 'read');
  try {
    const checkpoint = keptCheckpoint(folder, LogKey.existing(dirname(folder)));
    if (checkpoint === undefined) return { tree: 'no-checkpoint', size: 0, mac };
    const { size } = checkpoint;
    if (seq >= size) return { tree: 'not-yet', size, mac };
    const path = inclusionProof(tiles.read, seq, size);
    return { tree: holdsLeaf(checkpoint, seq, leafHash(line), path) ? 'holds' : 'differs', size, mac };
  } catch {
    return { tree: 'no-checkpoint', size: 0, mac };
  } finally {
    tiles.close();
  }
}
