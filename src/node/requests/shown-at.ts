import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';

/** When a request was shown in a terminal, by the digest of its bytes: who approves by a script has read it before. */
export class ShownAt {
  private readonly folder: string;

  constructor({ root }: Home) {
    this.folder = join(root, 'shown');
  }

  note(id: string, digest: string, at: number): void {
    if (this.at(id, digest) !== undefined) return;
    try {
      privateFolder(this.folder);
      writeWhole(this.path(id), `${digest} ${at}\n`);
    } catch {
      // Not noted is not shown: a script is then refused.
    }
  }

  /** Unix milliseconds; undefined when these bytes were not shown. */
  at(id: string, digest: string): number | undefined {
    try {
      const [shown, at] = readFileSync(this.path(id), 'utf8').trim().split(' ');
      return shown === digest && at !== undefined && /^\d{1,15}$/.test(at) ? Number(at) : undefined;
    } catch {
      return undefined;
    }
  }

  private path(id: string): string {
    return join(this.folder, `${id.replace(/[^0-9a-f]/g, '')}.txt`);
  }
}
