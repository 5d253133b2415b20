/** What a stranger is told where the answer is that there is nothing, or that something is still missing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportScript } from '../../src/messages/cli/export-check.js';

const cli = join(process.cwd(), 'dist/cli.js');

describe('what a stranger is told', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-stranger-'));
  const [home, plain, repository, clone] = ['home', 'plain', 'repository', 'clone'].map((name) =>
    join(folder, name),
  );
  const bin = join(folder, 'bin');

  before(() => {
    for (const path of [home, plain, repository, join(clone ?? '', '.countersign'), bin])
      mkdirSync(path ?? '', { recursive: true });
    for (const cwd of [repository, clone]) spawnSync('git', ['init', '-q'], { cwd });
    writeFileSync(join(clone ?? '', '.countersign/policy.json'), '{"version": 1}');
    writeFileSync(join(plain ?? '', 'notes.txt'), 'x');
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const run = (cwd: string | undefined, line: string, path = '/usr/bin:/bin') => {
    const options = { cwd, env: { HOME: home, PATH: path }, encoding: 'utf8', input: '' } as const;
    return spawnSync(process.execPath, [cli, ...line.split(' ')], options);
  };

  it('of a folder that is no archive, by what it lacks, and not that an archive breaks', () => {
    const { stderr, status } = run(folder, 'verify plain');
    assert.equal(status, 1);
    assert.match(
      stderr,
      /expected the folder of an archive .*got plain, which has no archive\.json; name the file in it/,
    );
    assert.doesNotMatch(stderr, /does not hold|entry 0/);
    writeFileSync(join(plain ?? '', 'archive.json'), '{"v":1}');
    assert.doesNotMatch(run(folder, 'verify plain').stderr, /which has no archive\.json/);
    rmSync(join(plain ?? '', 'archive.json'));
  });

  for (const line of ['requests', 'show abc', 'deny abc --reason x', 'approve abc'])
    it(`outside any repository, and in one without a remote, are told apart: ${line}`, () => {
      assert.match(run(plain, line).stderr, /got one that is in no git repository; change to/);
      const within = run(repository, line).stderr;
      assert.doesNotMatch(within, /in no git repository/);
      assert.match(within, /of which no policy is known: the workspace has no remote/);
    });

  const unlocked = existsSync('/opt/countersign') ? it.skip : it;
  unlocked('of nothing that is locked, by what is not there', () => {
    for (const line of ['unlock --dry-run', 'unlock codex --dry-run']) {
      const { stdout, status } = run(folder, line);
      assert.equal(status, 0);
      assert.match(stdout, /^Nothing is locked here: .*Codex.*\.\n$/);
    }
    assert.match(run(folder, 'lock --dry-run').stdout, /managed-settings\.d\/countersign\.json is new/);
  });

  it('after connecting, what is missing before the agent rings', () => {
    const done = run(clone, 'connect gemini-cli');
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /Gemini CLI is connected/);
    assert.match(done.stdout, /Gemini CLI was not found here/);
    assert.match(done.stdout, /No editor window with Countersign is open: until one is/);
    assert.match(done.stdout, /\.countersign\/policy\.json: this machine has not seen/);
    // Near misses: an agent that is there, a folder without a team, a change that is only shown.
    writeFileSync(join(bin, 'qwen'), '#!/bin/sh\necho 0.24.4\n', { mode: 0o755 });
    const there = run(plain, 'connect qwen-code', `${bin}:/usr/bin:/bin`).stdout;
    assert.match(there, /Qwen Code is connected/);
    assert.doesNotMatch(there, /was not found|has not seen/);
    const shown = run(clone, 'connect codex --dry-run').stdout;
    assert.doesNotMatch(shown, /was not found|No editor window|has not seen/);
  });

  it('of a policy that this machine has not seen, before a word about its repository', () => {
    const { stdout } = run(clone, 'policy explain');
    assert.match(stdout, /This machine has seen no team policy for this folder\./);
    assert.match(stdout, /lies here and is not in force: .*countersign doctor looks there/);
    assert.doesNotMatch(stdout, /has no team policy/);
  });

  it('of a script, nothing that its lines do not bear out', () => {
    for (const text of [
      exportScript,
      run(folder, 'receipt --help').stdout,
      run(folder, 'export --help').stdout,
    ])
      assert.doesNotMatch(text, /\b(?:ten|twenty|thirty|forty|\d+) lines\b/);
  });
});
