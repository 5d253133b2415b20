import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';

/** Messages that this user has put at one remote, to clean them up when they are old. A lost note is a ref that stays. */
export class OwnRefs {
  private readonly path: string;

  constructor(
    private readonly home: Home,
    url: string,
  ) {
    const name = createHash('sha256').update(url).digest('hex').slice(0, 16);
    this.path = join(home.root, 'git', `own-${name}.txt`);
  }

  note(name: string, at: number): void {
    this.try(() => appendFileSync(this.path, `${at} ${name}\n`, { mode: 0o600 }));
  }

  /** Names put before `before`. */
  olderThan(before: number): readonly string[] {
    return this.lines()
      .filter(({ at }) => at < before)
      .map(({ name }) => name);
  }

  forget(names: readonly string[]): void {
    const gone = new Set(names);
    const kept = this.lines().filter(({ name }) => !gone.has(name));
    this.try(() => writeForNow(this.path, kept.map(({ at, name }) => `${at} ${name}\n`).join('')));
  }

  private lines(): readonly { readonly at: number; readonly name: string }[] {
    try {
      return readFileSync(this.path, 'utf8')
        .split('\n')
        .flatMap((line) => {
          const [, at, name] = /^(\d+) (refs\/\S+)$/.exec(line) ?? [];
          return name === undefined ? [] : [{ at: Number(at), name }];
        });
    } catch {
      return [];
    }
  }

  private try(write: () => void): void {
    try {
      privateFolder(join(this.home.root, 'git'));
      write();
    } catch {
      // Cleaning up is a courtesy.
    }
  }
}
