import { execFile } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as v from 'valibot';
import type { VersionOf } from '../../ports/ports.js';
import { privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';

const patienceMs = 5_000;

/** `PROGRAM --version`, the first dotted number that it prints. */
export const versionOf: VersionOf = (program) =>
  new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const options = { timeout: patienceMs, shell: isWindows, windowsHide: true };
    execFile(program, ['--version'], options, (error, stdout) => {
      resolve(error ? undefined : /(?<!\d)\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0]);
    });
  });

const known = v.record(v.string(), v.string());

/**
 * The same, remembered under the home for as long as the program's file stays what it is: some agents take a second to
 * say their version. What cannot be remembered is asked each time.
 */
export function rememberedVersions(home: Home, path: string | undefined): VersionOf {
  const file = join(home.root, 'versions.json');
  const versions = new Map<string, string>(Object.entries(readVersions(file)));
  return async (program) => {
    const key = programKey(program, path ?? '');
    const remembered = key === undefined ? undefined : versions.get(key);
    if (remembered !== undefined) return remembered;
    if (key === undefined && process.platform !== 'win32') return undefined;
    const version = await versionOf(program);
    if (key === undefined || version === undefined) return version;
    versions.set(key, version);
    save(home, file, versions);
    return version;
  };
}

/** The program's file with its size and time: another file, or a new one, has another key. */
function programKey(program: string, path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    try {
      const real = realpathSync(join(folder, program));
      const stat = statSync(real);
      if (stat.isFile()) return JSON.stringify([real, stat.size, stat.mtimeMs]);
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function readVersions(file: string): Readonly<Record<string, string>> {
  try {
    const read = v.safeParse(known, JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}

function save(home: Home, file: string, versions: ReadonlyMap<string, string>): void {
  try {
    privateFolder(home.root);
    writeForNow(file, JSON.stringify(Object.fromEntries([...versions].slice(-50))));
  } catch {
    // Asked again next time.
  }
}
