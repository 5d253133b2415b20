import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, DiskFiles, worldsHere } from '../../../src/engine/world.js';
import { asks, judged } from '../../support/judged.js';

describe('the world on disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-world-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads text, and again only when the file changed', () => {
    const files = new DiskFiles();
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'one');
    assert.deepEqual(files.read(path), { ok: true, text: 'one' });
    assert.equal(files.read(path), files.read(path));
    writeFileSync(path, 'two');
    utimesSync(path, 1, 2);
    assert.deepEqual(files.read(path), { ok: true, text: 'two' });
  });

  it('says why it does not read', () => {
    const files = new DiskFiles();
    writeFileSync(join(folder, 'large'), Buffer.alloc(8 * 1024 * 1024 + 1, 0x61));
    writeFileSync(join(folder, 'large-program'), Buffer.alloc(8 * 1024 * 1024 + 1));
    writeFileSync(join(folder, 'binary'), Buffer.from([0x61, 0, 0x62]));
    writeFileSync(join(folder, 'latin'), Buffer.from([0xff, 0xfe, 0xfd]));
    symlinkSync('loop', join(folder, 'loop'));
    const codeOf = (name: string) => {
      const read = files.read(join(folder, name));
      return read.ok ? 'ok' : read.code;
    };
    assert.equal(codeOf('large'), 'too-large');
    assert.equal(codeOf('large-program'), 'binary');
    assert.equal(codeOf('binary'), 'binary');
    assert.equal(codeOf('latin'), 'ok');
    assert.equal(codeOf('absent'), 'absent');
    assert.equal(codeOf('absent/below'), 'absent');
    assert.equal(codeOf('.'), 'not-a-file');
    assert.equal(codeOf('loop'), 'unreadable');
  });

  it('asks about a script that is too large, and not about a program in machine code', () => {
    const world = createWorld(folder, folder, {});
    writeFileSync(join(folder, 'script'), `echo ok\n${'#'.repeat(8 * 1024 * 1024)}`);
    writeFileSync(join(folder, 'program'), Buffer.alloc(8 * 1024 * 1024 + 1));
    assert.ok(asks(judged('./script', world)));
    assert.equal(asks(judged('./program', world)), false);
  });

  it('does not wait for a pipe', () => {
    if (process.platform === 'win32') return assert.ok(true);
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    assert.deepEqual(new DiskFiles().read(path), { ok: false, code: 'not-a-file' });
  });

  it('names kinds, lists in order, and resolves links', () => {
    const files = new DiskFiles();
    mkdirSync(join(folder, 'd'));
    writeFileSync(join(folder, 'd', 'b'), '');
    writeFileSync(join(folder, 'd', 'a'), '');
    symlinkSync('d', join(folder, 'l'));
    symlinkSync('x', join(folder, 'x'));
    assert.equal(files.kind(join(folder, 'd')), 'directory');
    assert.equal(files.kind(join(folder, 'd/a')), 'file');
    assert.equal(files.kind(join(folder, 'l')), 'symlink');
    assert.equal(files.kind(join(folder, 'none')), 'absent');
    assert.equal(files.kind('/dev/null'), 'other');
    assert.deepEqual(files.list(join(folder, 'd')), ['a', 'b']);
    assert.deepEqual(files.list(join(folder, 'none')), []);
    assert.equal(files.real(join(folder, 'l/a')), files.real(join(folder, 'd/a')));
    assert.equal(files.real(join(folder, 'x')), undefined);
  });

  it('lists at most 4,096 names', () => {
    const files = new DiskFiles();
    for (let index = 0; index < 4_200; index += 1) writeFileSync(join(folder, `f${index}`), '');
    assert.equal(files.list(folder).length, 4_096);
  });

  it('sees an empty environment as empty, whatever objects inherit', () => {
    const world = createWorld(folder, folder, {});
    assert.equal(world.env['constructor'], undefined);
    assert.equal(world.env['PATH'], undefined);
  });

  it('takes the home from the call, when it names one', () => {
    const worldOf = worldsHere({ home: '/home/other' });
    assert.equal(worldOf({ cwd: folder, env: { HOME: '/home/ada' } }).home, '/home/ada');
    assert.equal(worldOf({ cwd: folder, env: { HOME: 'relative' } }).home, '/home/other');
    assert.equal(worldOf({ cwd: folder, env: {} }).home, '/home/other');
  });

  it('judges in a home of loops and pipes without a throw', () => {
    for (const name of ['.kube', '.aws', '.docker', '.ssh']) mkdirSync(join(folder, name));
    symlinkSync('config', join(folder, '.kube/config'));
    symlinkSync('../.aws', join(folder, '.aws/config'));
    execFileSync('mkfifo', [join(folder, '.docker/config.json')]);
    mkdirSync(join(folder, '.ssh/config'));
    const world = createWorld(folder, folder, {});
    for (const command of [
      'kubectl delete ns x',
      'aws s3 rb s3://x --force',
      'docker volume rm x',
      'ssh web rm -rf /srv',
    ]) {
      assert.ok(asks(judged(command, world)), command);
    }
  });

  it('sees through a link that leaves the workspace', () => {
    const workspace = join(folder, 'workspace');
    mkdirSync(workspace);
    symlinkSync('/etc', join(workspace, 'conf'));
    const world = createWorld(workspace, join(folder, 'home'), {});
    assert.equal(judged('rm -rf conf/ssh', world).effects[0]?.resource, '/etc/ssh');
    assert.ok(asks(judged('echo x > conf/hosts', world)));
    assert.ok(!asks(judged('rm conf', world)));
  });
});
