// Tries one .vsix as a person has it: installed by the editor itself, with the host's suites, in the oldest or the newest VS Code.
//   node scripts/release/try.mjs --vsix FILE [--editor oldest|newest|VERSION] [SUITE ...]
// Without an editor: the one that the tests have. Suites are names of test/host, all of them unless some are given.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root, say } from '../cache.mjs';

const options = { vsix: { type: 'string' }, editor: { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const vsix = resolve(root, values.vsix ?? '');
if (values.vsix === undefined || !existsSync(vsix)) {
  say(`expected --vsix FILE that exists, got ${values.vsix ?? 'none'}`);
  process.exit(2);
}
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const versions = { oldest: engines.vscode.replace(/^\^/, ''), newest: 'stable' };
const editor = values.editor && (versions[values.editor] ?? values.editor);
const { status } = spawnSync(
  process.execPath,
  ['out/support/host-suite.mjs', ...positionals.map((name) => `${name}.test.js`)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, COUNTERSIGN_VSIX: vsix, ...(editor && { COUNTERSIGN_EDITOR: editor }) },
  },
);
process.exitCode = status ?? 1;
