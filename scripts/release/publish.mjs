// Uploads one part of a prepared release, after it was held against its checksums.
//   node scripts/release/publish.mjs marketplace|open-vsx|npm|github [--from release] [--dry-run]
// The workflow's own identity (OIDC) is the proof. A token in the place's secret goes before it: the first upload may need one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { providePackages, root, say, Unavailable } from '../cache.mjs';
import { digest, Refused } from './facts.mjs';

const options = { from: { type: 'string' }, 'dry-run': { type: 'boolean' } };

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const from = resolve(root, values.from ?? 'release');
  const { uploads } = JSON.parse(readFileSync(join(from, 'plan.json'), 'utf8'));
  const upload = uploads[positionals[0]];
  if (upload === undefined)
    throw new Refused(
      `expected one of ${Object.keys(uploads).join(', ')}, got ${positionals[0] ?? 'nothing'}`,
    );
  holdAgainst(readFileSync(join(from, 'SHA256SUMS'), 'utf8'), from, upload.files);
  const { command, how } = commandOf(upload, process.env);
  say(`${upload.what}: ${command.join(' ')} (${how})`);
  if (values['dry-run'] !== true) await start(command, from);
} catch (error) {
  if (!(error instanceof Refused || error instanceof Unavailable)) throw error;
  say(error.message);
  process.exitCode = 1;
}

function holdAgainst(sums, from, files) {
  const expected = new Map(
    sums
      .trim()
      .split('\n')
      .map((line) => line.split('  ').reverse()),
  );
  for (const file of files.filter((name) => name !== 'SHA256SUMS')) {
    const got = digest(readFileSync(join(from, file)));
    if (expected.get(file) !== got)
      throw new Refused(
        `expected ${file} with SHA-256 ${expected.get(file)}, got ${got}: nothing was uploaded`,
      );
  }
}

function commandOf({ command, proof, secret }, env) {
  const hasToken = secret !== undefined && Boolean(env[secret]);
  // npm attests with a token as well.
  if (hasToken)
    return { command: command[0] === 'npm' ? [...command, ...proof] : command, how: `by ${secret}` };
  return { command: [...command, ...proof], how: proof.length === 0 ? 'by GH_TOKEN' : 'by OIDC' };
}

async function start([program, ...words], from) {
  const bundled = { vsce: ['@vscode', 'vsce', 'vsce'], ovsx: ['ovsx', 'bin', 'ovsx'] }[program];
  const tool = bundled && join(await providePackages('publish'), 'node_modules', ...bundled);
  const [file, args] = tool ? [process.execPath, [tool, ...words]] : [program, words];
  // An empty secret is none, and not a token that is empty.
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const settings = program === 'npm' && env.NPM_TOKEN !== undefined ? npmSettings() : undefined;
  const own = settings && { npm_config_userconfig: join(settings, 'npmrc') };
  try {
    const { status, error } = spawnSync(file, args, { cwd: from, stdio: 'inherit', env: { ...env, ...own } });
    if (error !== undefined) throw new Refused(`${program} could not be started: ${error.message}`);
    if (status !== 0) throw new Refused(`${program} ended with ${status}`);
  } finally {
    if (settings !== undefined) rmSync(settings, { recursive: true });
  }
}

/** npm takes a token by a file alone; the file names the variable, not the token. */
function npmSettings() {
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout.trim();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-npm-'));
  const place = registry.replace(/^https?:/, '').replace(/\/*$/, '/');
  writeFileSync(join(folder, 'npmrc'), `registry=${registry}\n${place}:_authToken=\${NPM_TOKEN}\n`);
  return folder;
}
