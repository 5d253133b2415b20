/** The tools of this machine, of repositories and of services: one import and one line each. */
import type { Tool } from './table.js';
import { git } from './tools/git.js';
import { remove, removeDirectory, shred } from './tools/remove.js';

export const everydayTools: readonly Tool[] = [git, remove, removeDirectory, shred];
