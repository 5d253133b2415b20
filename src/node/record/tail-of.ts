import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { TailOf } from '../../ports/ports.js';

const mostBytes = 1024 * 1024;

/** Reads forward; of more than a megabyte only the last one is read. A pipe is no file, and is not waited for. */
export const tailOf: TailOf = (path, from) => {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return undefined;
      if (from < 0) return { text: '', end: stat.size };
      // A file that is shorter than it was is another one.
      const start = Math.max(stat.size < from ? 0 : from, stat.size - mostBytes);
      const bytes = Buffer.alloc(stat.size - start);
      const read = readSync(file, bytes, 0, bytes.length, start);
      const whole = bytes.lastIndexOf(10, read - 1) + 1;
      return { text: bytes.toString('utf8', 0, whole), end: start + whole };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
};
