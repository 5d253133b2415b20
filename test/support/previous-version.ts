/** The last landed version before this one, built from the repository's own history. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './source.js';

/** The commit before entries and requests had one schema: its readers knew their own version alone. */
export const previousVersion = 'c10b15dbc6b40828f0ec840d17bfe5dbf6293e9e';

/** False where the clone is shallow, or is no clone at all. */
export function hasPreviousVersion(): boolean {
  const found = spawnSync('git', ['cat-file', '-e', `${previousVersion}^{commit}`], { cwd: root });
  return found.status === 0;
}

/** A folder with that version's bundles in it, and a module with its requests, settings and notes. */
export async function buildPrevious(): Promise<{
  readonly folder: string;
  readonly cli: string;
  readonly library: string;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'cs-previous-'));
  const parts = ['src', 'scripts', 'media', 'package.json', 'tsconfig.json'];
  const archive = execFileSync('git', ['archive', previousVersion, ...parts], {
    cwd: root,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['x', '-C', folder], { input: archive });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'pipe' });
  const library = join(folder, 'library.cjs');
  await esbuild.build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    absWorkingDir: folder,
    stdin: { contents: libraryText, resolveDir: folder, loader: 'ts' },
    outfile: library,
    logLevel: 'error',
  });
  return { folder, cli: join(folder, 'dist/cli.js'), library };
}

/** Reads and writes a home in the older version: a command and a home in, one line of JSON out. */
const libraryText = `
  import { readFileSync } from 'node:fs';
  import { homeFrom } from './src/node/home.js';
  import { loadSettings, saveSettings } from './src/node/settings-file.js';
  import { guardNotesIn } from './src/node/guard-notes.js';
  import { RequestsFile } from './src/node/requests-file.js';
  import { Shelf } from './src/desk/shelf.js';
  import { decodeRegistration } from './src/protocol/registration.js';
  const [what, given] = process.argv.slice(2);
  const home = homeFrom(process.env);
  const store = new RequestsFile(home.requests, { now: () => Date.now() });
  const commands = {
    save: () => JSON.parse(given).map((request) => store.save(request).ok),
    load: () => store.load(),
    refresh: () => {
      const shelf = new Shelf(store, { self: 'old', isOpen: () => false });
      shelf.refresh();
      return shelf.list();
    },
    settings: () => loadSettings(home),
    'save-settings': () => saveSettings(home, JSON.parse(given)) ?? null,
    note: () => guardNotesIn(home).of('claude-code'),
    'save-note': () => guardNotesIn(home).keep('claude-code', JSON.parse(given)),
    registration: () => decodeRegistration(readFileSync(given, 'utf8')) ?? null,
  };
  process.stdout.write(JSON.stringify(commands[what]()));`;
