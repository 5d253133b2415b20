import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../../core/shared/json.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { ConfigFailure, ConfigFiles } from '../../ports/ports.js';
import { diskFailure, errorCode, privateFolder, removeEmpty, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';

/** What stood in a file before Countersign's first write, and what Countersign wrote last. */
const backup = v.strictObject({
  path: v.string(),
  before: v.nullable(v.string()),
  after: v.string(),
  /** The folders that were made for it, the outermost first: they go with it where nobody has put anything else there. */
  made: v.exactOptional(v.array(v.string())),
});
type Backup = v.InferOutput<typeof backup>;

/** Agents' configuration on this disk, with a copy of what was there under the home's backups. */
export function configFilesOn(home: Home): ConfigFiles {
  const backupPath = (path: string): string =>
    join(home.backups, `${createHash('sha256').update(path).digest('hex').slice(0, 16)}.json`);

  const saved = (path: string): Backup | undefined => {
    const text = readText(backupPath(path));
    if (!text.ok || text.value === null) return undefined;
    try {
      const read = v.safeParse(backup, JSON.parse(text.value));
      return read.success && read.output.path === path ? read.output : undefined;
    } catch {
      return undefined;
    }
  };

  const original: ConfigFiles['original'] = (path, current) => {
    const known = saved(path);
    return known?.after === current ? known.before : undefined;
  };

  return {
    read: readText,
    original,
    replace(path, before, after, mode) {
      const current = readText(path);
      if (!current.ok) return current;
      if (current.value !== before) return err({ code: 'changed', detail: path });
      try {
        if (after === null) {
          const made = saved(path)?.made ?? [];
          rmSync(path, { force: true });
          rmSync(backupPath(path), { force: true });
          removeEmpty(made);
          return ok(undefined);
        }
        const known = before === null ? undefined : original(path, before);
        const isUndone = after === known;
        if (!isUndone) keep(path, known === undefined ? before : known, after);
        write(path, after, mode);
        if (isUndone) rmSync(backupPath(path), { force: true });
        return ok(undefined);
      } catch (error) {
        return err(diskFailure(error));
      }
    },
  };

  function keep(path: string, before: string | null, after: string): void {
    const made = [...(saved(path)?.made ?? []), ...missingAbove(path)];
    privateFolder(home.backups);
    const kept: Backup = { path, before, after, ...(made.length === 0 ? {} : { made }) };
    writeWhole(backupPath(path), JSON.stringify(kept));
  }
}

/** Every file that Countersign has written and not put back, in whatever folder: its backup is the list. */
export function writtenPaths(home: Home): readonly string[] {
  return namesIn(home.backups).flatMap((name) => {
    const text = readText(join(home.backups, name));
    const read = v.safeParse(backup, text.ok && text.value !== null ? parseJson(text.value) : undefined);
    return read.success ? [read.output.path] : [];
  });
}

/** The folders that are not there yet on the way to a file, the outermost first. */
function missingAbove(path: string): readonly string[] {
  const missing: string[] = [];
  for (let at = dirname(path); !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  return missing;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Through a symbolic link, as dotfile managers lay them, to the file itself; its mode stays. */
function write(path: string, text: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const found = statSync(path, { throwIfNoEntry: false });
  writeWhole(found ? realpathSync(path) : path, text, mode ?? (found ? found.mode & 0o777 : 0o644));
}

function readText(path: string): Result<string | null, ConfigFailure> {
  try {
    const bytes = readFileSync(path);
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok(null) : err({ code: 'unreadable', detail: code });
  }
}
