import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A shell whose directory somebody removed: a hook still answers, and every failure of it is a 2. */
describe('in a directory that was removed', function () {
  this.timeout(60_000);
  let root: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    root = mkdtempSync(join(tmpdir(), 'cs-removed-'));
  });

  after(() => root && rmSync(root, { recursive: true, force: true }));

  function run(words: string, input = '') {
    const cli = join(process.cwd(), 'dist/cli.js');
    const script = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" ${words}`;
    const env = { HOME: root, PATH: process.env['PATH'] };
    return spawnSync('sh', ['-c', script, process.execPath, cli], {
      cwd: root,
      env,
      input,
      encoding: 'utf8',
    });
  }

  const payload = (command: string): string =>
    JSON.stringify({
      session_id: 's',
      cwd: root,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 't',
    });

  it('a hook judges as anywhere else', () => {
    const quiet = run('hook claude-code PreToolUse', payload('git status'));
    assert.deepEqual([quiet.status, quiet.stdout.trim()], [0, '{}'], quiet.stderr);
    const denied = run('hook claude-code PreToolUse', payload('terraform destroy -auto-approve'));
    assert.match(denied.stdout, /"permissionDecision":"deny"/, denied.stderr);
    assert.equal(run('hook claude-code PreToolUse', 'no call').status, 2);
  });

  it('other commands say what they expected, and what needs no directory runs', () => {
    for (const words of ['check -- ls', 'log', 'places', 'verify', 'doctor']) {
      const { status, stderr } = run(words);
      assert.equal(status, 2, words);
      assert.match(stderr, /expected a working directory that is there, got one that was removed/);
      assert.doesNotMatch(stderr, /\bat \w/);
    }
    assert.equal(run('--version').status, 0);
    assert.equal(run('check --help').status, 0);
  });
});
