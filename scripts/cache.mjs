// Installs pinned npm packages once, outside the tree that is packaged, and finds them again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What a script could not get, in words that say what to do. */
export class Unavailable extends Error {}

/** Progress goes to stderr, so that stdout stays the answer. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** The folder that outlives a checkout: `COUNTERSIGN_CACHE`, else the platform's own cache folder. */
export function cacheFolder() {
  if (process.env.COUNTERSIGN_CACHE) return process.env.COUNTERSIGN_CACHE;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'countersign');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'countersign');
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'countersign');
}

/**
 * The folder with the packages that scripts/NAME/package-lock.json pins; installed when it is not there yet.
 * `finish` completes it before it gets its name, so a folder of that name is always whole; whoever changes what it
 * does gives it another `recipe`.
 */
export async function providePackages(name, { recipe = 1, finish = async () => {} } = {}) {
  const source = join(root, 'scripts', name);
  const lock = readFileSync(join(source, 'package-lock.json'));
  const key = createHash('sha256').update(lock).update(String(recipe)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${process.platform}-${process.arch}-${key}`);
  if (existsSync(folder)) return folder;
  say(`installing into ${folder}, once ...`);
  mkdirSync(cacheFolder(), { recursive: true });
  const partial = mkdtempSync(`${folder}.partial-`);
  const abandon = () => {
    rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
    process.exit(130);
  };
  process.once('SIGINT', abandon).once('SIGTERM', abandon);
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      copyFileSync(join(source, file), join(partial, file));
    }
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], partial);
    await finish(partial);
    settle(partial, folder);
  } finally {
    process.off('SIGINT', abandon).off('SIGTERM', abandon);
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Two installs at once are harmless: the first one to finish gives its name, the other one is thrown away. */
function settle(partial, folder) {
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Runs npm in `cwd`; with `node`, under that runtime instead of the one that runs this script. */
export async function npm(args, cwd, node = process.execPath) {
  const script = process.env.npm_execpath;
  const environment = { ...process.env, PATH: `${join(node, '..')}${delimiter}${process.env.PATH ?? ''}` };
  for (const name of Object.keys(environment)) {
    // What an outer npm tells its own script would send the inner one to the outer folder.
    if (/^npm_(package|lifecycle|config_(local_prefix|user_agent))/.test(name)) delete environment[name];
  }
  const windows = process.platform === 'win32';
  const command = script?.endsWith('.js') ? [node, script, ...args] : [windows ? 'npm.cmd' : 'npm', ...args];
  await run(command, { cwd, env: environment, shell: windows && !script?.endsWith('.js') });
}

/** Runs a program quietly; a failure carries the last lines that it wrote. */
export function run([program, ...args], options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) =>
      reject(new Unavailable(`${program} could not be started: ${error.message}`)),
    );
    child.once('close', (code) => {
      if (code === 0) return resolve(undefined);
      const words = tail.trim().split('\n').slice(-30).join('\n  ');
      reject(new Unavailable(`${[program, ...args].join(' ')} ended with ${code}:\n  ${words}`));
    });
  });
}
