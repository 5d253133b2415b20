import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drillEnvironment } from '../../src/drill/environment.js';
import { type Kit, kitIn, standIns } from '../../src/drill/kit.js';
import { layOut, layOutKit, marker } from '../../src/drill/lay-out.js';
import { callsOf, unsafeNames } from '../../src/drill/stand-ins.js';
import { root } from '../support/source.js';

const material = join(root, 'media', 'drill');

describe("the drill's stand-ins", () => {
  let folder: string;
  let kit: Kit;
  let env: Readonly<Record<string, string>>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drill-kit-'));
    kit = kitIn(folder);
    assert.ok(layOut(kit.workspace, material).ok);
    assert.ok(layOutKit(kit, material, process.execPath).ok);
    env = drillEnvironment(kit, { PATH: process.env['PATH'] });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are the programs that a shell would take', async () => {
    assert.deepEqual(await unsafeNames(kit, env), []);
  });

  it('are missed when one is gone, or when another folder comes first', async () => {
    rmSync(join(kit.bin, 'aws'));
    assert.deepEqual(await unsafeNames(kit, env), ['aws']);
    const other = kitIn(mkdtempSync(join(folder, 'other-')));
    assert.ok(layOutKit(other, material, process.execPath).ok);
    assert.deepEqual(await unsafeNames(kit, { ...env, PATH: `${other.bin}:${env['PATH'] ?? ''}` }), standIns);
  });

  it('write down what they were called with, and do nothing else', () => {
    const before = readdirSync(folder).sort();
    const hostile = ['$(touch x)', '%s%n', 'a b', '-n', ';', '`id`'];
    const out = execFileSync(join(kit.bin, 'terraform'), ['destroy', ...hostile], {
      cwd: kit.workspace,
      env: { ...env },
      encoding: 'utf8',
    });
    assert.equal(out, 'stand-in for terraform: written down, nothing done\n');
    assert.deepEqual(callsOf(kit), [`terraform destroy ${hostile.join(' ')}`]);
    assert.deepEqual(readdirSync(folder).sort(), [...before, 'calls.log'].sort());
    assert.equal(existsSync(join(kit.workspace, 'x')), false);
  });

  it('start with an empty log each time', () => {
    writeFileSync(kit.log, 'aws\told\n');
    assert.ok(layOutKit(kit, material, process.execPath).ok);
    assert.deepEqual(callsOf(kit), []);
  });
});

describe('the demo workspace', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drill-workspace-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const git = (...words: readonly string[]): string =>
    spawnSync('git', words, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    }).stdout;

  it('is a clean repository with one commit by nobody real', () => {
    assert.ok(layOut(folder, material).ok);
    assert.equal(git('status', '--short'), '');
    assert.equal(git('log', '--format=%an %ae'), 'Drill drill@cost-explorer.invalid\n');
    assert.ok(existsSync(join(folder, marker)));
  });

  it('comes back to its first form for the next drill', () => {
    assert.ok(layOut(folder, material).ok);
    writeFileSync(join(folder, 'src/month.mjs'), 'changed');
    assert.ok(layOut(folder, material).ok);
    assert.equal(git('status', '--short'), '');
  });

  it('is never laid over other files', () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const laid = layOut(folder, material);
    assert.deepEqual(laid, { ok: false, error: { code: 'not-empty', folder, detail: '' } });
    assert.deepEqual(readdirSync(folder), ['mine.txt']);
  });

  it('says why when it cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const laid = layOut(join(file, 'below'), material);
    assert.equal(laid.ok ? '' : laid.error.code, 'unwritable');
  });
});
