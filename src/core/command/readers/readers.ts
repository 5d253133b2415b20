import type { Reader } from '../machine.js';
import { readEnv } from './env.js';
import { readFd, readFind } from './find.js';
import { readShell, readSu } from './shells.js';
import { wrapperReaders } from './unwrap.js';
import { readParallel, readXargs } from './xargs.js';

/** Programs that start others, by name. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...wrapperReaders(),
  ...['sh', 'bash', 'zsh', 'dash', 'ksh', 'mksh', 'ash', 'fish', 'csh', 'tcsh', 'rbash'].map(
    (name): [string, Reader] => [name, readShell],
  ),
  ['su', readSu],
  ['env', readEnv],
  ['genv', readEnv],
  ['xargs', readXargs],
  ['gxargs', readXargs],
  ['parallel', readParallel],
  ['find', readFind],
  ['gfind', readFind],
  ['fd', readFd],
  ['fdfind', readFd],
]);
