/** One home that several editors, versions and colleagues' machines share: what one of them does loosens no other. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { installGuard } from '../../src/node/install/guard-folder.js';
import { install, isTemporaryRuntime, launcherPath } from '../../src/node/install/install.js';
import { answerIn } from '../../src/protocol/answer.js';

const cli = join(process.cwd(), 'dist/cli.js');
const bundles = join(process.cwd(), 'dist');
const runtime = { executable: process.execPath, isEditor: false };

describe('one home, many editors', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-many-')));
    mkdirSync(join(folder, 'work'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const home = () => homeAt(join(folder, '.countersign'));
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const done = spawnSync(process.execPath, [cli, ...args], {
      cwd: join(folder, 'work'),
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  it('never replaces a doorbell by an older one, unless somebody has changed it', () => {
    const put = (version: string) => install({ home: home(), bundles, runtime, version });
    const newest = put('1.10.0');
    assert.ok(newest.ok && newest.value.length > 0);
    const launcher = launcherPath(home());
    const there = readFileSync(launcher, 'utf8');
    // Another editor has an older copy, and would record its own runtime.
    const older = { home: home(), bundles, runtime: { executable: '/usr/bin/true', isEditor: true } };
    assert.deepEqual(install({ ...older, version: '1.9.3' }), { ok: true, value: [] });
    assert.equal(readFileSync(launcher, 'utf8'), there);
    assert.notDeepEqual(install({ ...older, version: '1.10.0' }), { ok: true, value: [] });
    writeFileSync(launcher, '#!/bin/sh\necho "{}"\n');
    const mended = install({ home: home(), bundles, runtime, version: '1.9.3' });
    assert.ok(mended.ok && mended.value.length > 0);
    assert.equal(readFileSync(launcher, 'utf8'), there);
  });

  it('takes no runtime that lies in a folder which anybody may fill', () => {
    assert.equal(isTemporaryRuntime(join(tmpdir(), '.mount_codeXYZ/code')), true);
    assert.equal(
      isTemporaryRuntime(process.platform === 'win32' ? 'C:\\Program Files\\x' : '/usr/bin/code'),
      false,
    );
    assert.equal(isTemporaryRuntime('/tmpfiles/code'), false);
  });

  it('keeps the strictest terminal guard that any editor asks for; an editor that is gone asks no more', () => {
    const mode = () => readFileSync(join(home().guard, 'mode'), 'utf8').trim();
    const other = join(folder, 'other-editor');
    writeFileSync(other, '');
    const set = (executable: string, wish: 'off' | 'agents' | 'everyone') =>
      assert.ok(
        installGuard({ home: home(), bundles, mode: wish, path: '', runtime: { executable, isEditor: true } })
          .ok,
      );
    set(process.execPath, 'everyone');
    set(other, 'off');
    assert.equal(mode(), 'everyone');
    set(process.execPath, 'agents');
    assert.equal(mode(), 'agents');
    set(other, 'everyone');
    set(process.execPath, 'off');
    assert.equal(mode(), 'everyone');
    rmSync(other);
    set(process.execPath, 'off');
    assert.equal(mode(), 'off');
  });

  const commandIn = (file: string): string => {
    const { hooks } = JSON.parse(readFileSync(file, 'utf8'));
    return hooks.PreToolUse[0].hooks[0].command;
  };

  it("writes a workspace's line for whoever has the folder, and says there what is missing", () => {
    assert.ok(install({ home: home(), bundles, runtime }).ok);
    const file = join(folder, 'work/.claude/settings.json');
    assert.equal(run(['connect', 'claude-code', '--scope', 'workspace']).code, 0);
    assert.equal(run(['connect', 'claude-code']).code, 0);
    const line = commandIn(file);
    assert.ok(!readFileSync(file, 'utf8').includes(folder), 'no path of this machine');
    assert.ok(line.includes(`"$HOME"/'.countersign/bin/countersign-hook'`), line);
    assert.ok(commandIn(join(folder, '.claude/settings.json')).includes(folder));
    const ring = (at: string) =>
      spawnSync('/bin/sh', ['-c', line], {
        cwd: join(folder, 'work'),
        env: { PATH: '/usr/bin:/bin', HOME: at },
        input: JSON.stringify({
          hook_event_name: 'PreToolUse',
          tool_name: 'Bash',
          tool_input: { command: 'true' },
        }),
        encoding: 'utf8',
      });
    const here = ring(folder);
    assert.deepEqual([here.status, here.stdout], [0, answerIn('claude-code', { kind: 'no-opinion' }).stdout]);
    const colleague = ring(join(folder, 'work'));
    assert.equal(colleague.status, 2);
    assert.match(
      colleague.stderr,
      /supervised by Countersign, and ~\/\.countersign\/bin\/countersign-hook is not on this machine/,
    );
    assert.equal(colleague.stdout, '');
  });

  it('cleans every file that it ever wrote when it is uninstalled, or names it', () => {
    assert.ok(install({ home: home(), bundles, runtime }).ok);
    const file = join(folder, 'work/.claude/settings.json');
    mkdirSync(join(folder, 'work/.claude'));
    writeFileSync(file, '{"model":"opus"}');
    assert.equal(run(['connect', 'claude-code', '--scope', 'workspace']).code, 0);
    assert.equal(run(['connect', 'opencode', '--scope', 'workspace']).code, 0);
    // The person goes on with the file.
    writeFileSync(file, readFileSync(file, 'utf8').replace('"opus"', '"haiku"'));
    rmSync(join(folder, 'work/.opencode'), { recursive: true });
    const elsewhere = spawnSync(process.execPath, [cli, 'uninstall'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
      encoding: 'utf8',
    });
    assert.equal(elsewhere.status, 0, elsewhere.stderr);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { model: 'haiku' });
    assert.equal(existsSync(home().bin), false);
  });

  it('names a file that it cannot clean, and leaves the doorbell for it', () => {
    assert.ok(install({ home: home(), bundles, runtime }).ok);
    const file = join(folder, 'work/.claude/settings.json');
    assert.equal(run(['connect', 'claude-code', '--scope', 'workspace']).code, 0);
    writeFileSync(file, `${readFileSync(file, 'utf8')} broken`);
    const done = spawnSync(process.execPath, [cli, 'uninstall'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
      encoding: 'utf8',
    });
    assert.equal(done.status, 1);
    assert.ok(done.stderr.includes(`${file} still names Countersign`), done.stderr);
    assert.equal(existsSync(home().bin), true);
  });
});
