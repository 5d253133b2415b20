import { leafHash, sameHash } from '../../core/record/tree/hashes.js';
import { countBefore } from './beginning.js';
import { treeFolder } from './record-paths.js';
import { forwards, segmentPaths } from './segments.js';
import { Tiles } from './tiles.js';

const atOnce = 4_096;

/** The first entry that is not the one whose hash lies in the tree; undefined where none is, or the tree does not say. */
export function firstUnlikeTiles(folder: string): number | undefined {
  const tiles = new Tiles(treeFolder(folder), 'read');
  try {
    const files = segmentPaths(folder);
    let index = countBefore(files[0] ?? '');
    let hashes = new Uint8Array();
    for (const file of files) {
      for (const line of forwards(file)) {
        if (index >= tiles.size) return undefined;
        const at = index % atOnce;
        if (at === 0) hashes = Uint8Array.from(tiles.read(0, index, Math.min(atOnce, tiles.size - index)));
        if (!sameHash(leafHash(line), hashes.subarray(at * 32, at * 32 + 32))) return index;
        index += 1;
      }
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    tiles.close();
  }
}
