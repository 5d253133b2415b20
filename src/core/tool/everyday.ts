/** The tools of this machine, of repositories and of services: one import and one line each. */
import type { Tool } from './table.js';
import { tar, unzip, zip } from './tools/archive.js';
import { copy, link, make, move, pieces, tee, truncate } from './tools/copy.js';
import { dd, formatters, volumes } from './tools/disk.js';
import { awk, patch, sed, sort } from './tools/edit-in-place.js';
import { find } from './tools/find.js';
import { git } from './tools/git.js';
import { looking, readText } from './tools/read-text.js';
import { remove, removeDirectory, shred } from './tools/remove.js';
import { rights } from './tools/rights.js';

export const everydayTools: readonly Tool[] = [
  git,
  remove,
  removeDirectory,
  shred,
  copy,
  move,
  link,
  make,
  tee,
  truncate,
  pieces,
  find,
  sed,
  awk,
  sort,
  patch,
  rights,
  tar,
  zip,
  unzip,
  dd,
  ...formatters,
  ...volumes,
  readText,
  looking,
];
