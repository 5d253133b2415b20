import { dirname, join } from 'node:path';

/** Where the tree of the record in `folder` lies. */
export function treeFolder(folder: string): string {
  return join(folder, 'tree');
}

/** Its last checkpoint: beside the record's folder, so that a folder which is emptied is missed. */
export function checkpointPath(folder: string): string {
  return join(dirname(folder), 'checkpoint');
}
