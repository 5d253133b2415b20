/** What only looks makes nothing, and what is done for want of nothing neither: an empty home stays empty. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownCommands } from '../../src/core/tool/guard/own-commands.js';

const cli = join(process.cwd(), 'dist/cli.js');

/** Words without which a command is none. */
const needed: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash'],
  export: ['--format', 'csv'],
  policy: ['explain'],
  receipt: ['CS-1'],
  show: ['CS-1'],
};

const looking = Object.entries(ownCommands).flatMap(([name, command]): readonly (readonly string[])[] => {
  if (command === 'changes') return [];
  const words = [name, ...('only' in command ? [command.only] : []), ...(needed[name] ?? [])];
  return command.reads.some((one) => one === '--json') ? [words, [...words, '--json']] : [words];
});

/** They would change something, and find nothing to change, or nobody who says so. */
const idle: readonly (readonly string[])[] = [
  ['check', '--', 'terraform destroy'],
  ['policy', 'explain', '--', 'ls'],
  ['uninstall'],
  ['disconnect', 'claude-code'],
  ['connect', 'claude-code', '--dry-run'],
  ['mcp', '--connect'],
  ['mcp', '--disconnect'],
  ['retention', '--now'],
  ['retention', '--hold', 'case 7'],
  ['erase', 'CS-1', '--ground', 'g'],
  ['places', 'set', 'kubernetes', 'acme-eu-1', 'production'],
  ['places', 'forget', 'kubernetes', 'acme-eu-1'],
  ['requests', '--forget-team', '/srv/app'],
  ['verify', '--witness', 'ssh://git@example.com/x.git'],
  ['outbox', '--stop'],
  ['approve', 'CS-1'],
  ['deny', 'CS-1', '--reason', 'r'],
  ['doctor', '--seen'],
];

describe('an empty home stays empty', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-empty-'));
  const home = join(folder, 'home');
  const work = join(folder, 'work');

  before(() => mkdirSync(work));
  beforeEach(() => {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    mkdirSync(home);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('is tried with every command that only looks', () => assert.ok(looking.length > 25));

  for (const words of [...looking, ...idle])
    it(words.join(' '), () => {
      const env = { HOME: home, PATH: process.env['PATH'], LANG: 'C.UTF-8' };
      const done = spawnSync(process.execPath, [cli, ...words], {
        cwd: work,
        env,
        encoding: 'utf8',
        input: '',
      });
      assert.notEqual(done.status, null);
      assert.deepEqual(readdirSync(home, { recursive: true }), [], `${done.stdout}${done.stderr}`);
      assert.deepEqual(readdirSync(work), []);
    });
});
