import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hourMs } from '../../core/shared/durations.js';
import { privateFolder } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { type GitObject, looseBytes, type ObjectFormat, objectId } from './git-object.js';

const staleMs = hourMs;

/**
 * A bare repository of its own for one piece of work, with no configuration but its format: nothing that a workspace
 * says, no hook and no earlier message has a part in it.
 */
export class Scratch {
  private constructor(
    readonly folder: string,
    private readonly format: ObjectFormat,
  ) {}

  static open(home: Home, format: ObjectFormat): Scratch {
    const parent = join(home.root, 'git');
    privateFolder(parent);
    sweep(parent);
    const folder = mkdtempSync(join(parent, 'scratch-'));
    mkdirSync(join(folder, 'objects'));
    mkdirSync(join(folder, 'refs'));
    writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
    const version = format === 'sha256' ? 1 : 0;
    const extensions = format === 'sha256' ? '[extensions]\n\tobjectFormat = sha256\n' : '';
    writeFileSync(
      join(folder, 'config'),
      `[core]\n\tbare = true\n\trepositoryFormatVersion = ${version}\n${extensions}`,
    );
    return new Scratch(folder, format);
  }

  /** Writes the object and returns its id. */
  add(object: GitObject): string {
    const id = objectId(object, this.format);
    const folder = join(this.folder, 'objects', id.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, id.slice(2)), looseBytes(object));
    return id;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a process that was ended left behind. */
function sweep(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      const path = join(parent, name);
      if (name.startsWith('scratch-') && Date.now() - statSync(path).mtimeMs > staleMs) {
        rmSync(path, { recursive: true, force: true });
      }
    }
  } catch {
    // The next one sweeps.
  }
}
