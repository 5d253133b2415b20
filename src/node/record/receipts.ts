import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, writeWhole } from '../files/disk.js';

/** Receipts of decisions, one file each, kept for good. */
export class Receipts {
  constructor(private readonly folder: string) {}

  /** What cannot be kept is lost, and nothing else: the record and the signatures in it stand without it. */
  keep(request: string, bytes: Uint8Array): void {
    if (!isName(request)) return;
    try {
      privateFolder(this.folder);
      writeWhole(join(this.folder, `${request}.json`), new TextDecoder().decode(bytes));
    } catch {
      // A full disk: the next append to the record says so, and then nothing is released.
    }
  }

  read(request: string): Uint8Array | undefined {
    try {
      return isName(request) ? new Uint8Array(readFileSync(join(this.folder, `${request}.json`))) : undefined;
    } catch {
      return undefined;
    }
  }
}

function isName(request: string): boolean {
  return /^CS-[1-9]\d{0,8}$/.test(request);
}
