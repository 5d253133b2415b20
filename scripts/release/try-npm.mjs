// Tries one npm package as a person has it: installed from the file, in a home of its own, without a network.
//   node scripts/release/try-npm.mjs FILE
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, say } from '../cache.mjs';

const file = resolve(root, process.argv[2] ?? '');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const windows = process.platform === 'win32';
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-try-')));
const home = join(folder, 'home');
mkdirSync(home);
const env = { ...process.env, HOME: home, USERPROFILE: home, COUNTERSIGN_HOME: join(home, '.countersign') };

/** What has to come out: the words, the exit code, and what is said. */
const tries = [
  [['--version'], 0, `countersign ${version}, build`],
  [['check', '--', 'git status'], 0, 'allow'],
  [['check', '--', 'rm -rf /'], 10, 'ask'],
  [['connect', 'claude-code'], 0, 'countersign-hook'],
  [['uninstall'], 0, ''],
  [['no-such-command'], 2, ''],
];

let failed = 0;
try {
  const install = ['install', '--global', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  start(windows ? 'npm.cmd' : 'npm', [...install, '--prefix', join(folder, 'npm'), file], 0, '');
  const program = windows
    ? join(folder, 'npm', 'countersign.cmd')
    : join(folder, 'npm', 'bin', 'countersign');
  for (const [words, code, text] of tries) start(program, words, code, text);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
say(failed === 0 ? 'the package works' : `${failed} of ${tries.length + 1} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function start(program, words, code, text) {
  // A .cmd starts by the shell alone, which wants what has blanks in quotes.
  const quoted = words.map((word) => (windows && /\s/.test(word) ? `"${word}"` : word));
  const options = { cwd: home, env, encoding: 'utf8', shell: windows };
  const { status, stdout, stderr, error } = spawnSync(windows ? `"${program}"` : program, quoted, options);
  if (status === code && stdout.includes(text)) return;
  failed += 1;
  say(
    `${words.join(' ')}: expected ${code} and "${text}", got ${status ?? error?.message}\n${stdout}${stderr}`,
  );
}
