import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, privateFolder } from './disk.js';

/** Makes a private file that is made once a home: of processes that make it at once, the first one's stands. Throws what the disk does. */
export function makeOnce(path: string, content: string): void {
  privateFolder(dirname(path));
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(own, content, { mode: 0o600, flag: 'wx' });
    putInPlace(own, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link never replaces what is there. A file system without links has to copy, which refuses that too. */
function putInPlace(own: string, path: string): void {
  try {
    linkSync(own, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error;
    copyFileSync(own, path, constants.COPYFILE_EXCL);
  }
}
