import assert from 'node:assert/strict';
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
import { createJudge } from '../../src/engine/judge.js';
import { worldsHere } from '../../src/engine/world.js';
import { CopiesOnDisk } from '../../src/node/copies/copies-on-disk.js';
import { keptLists, listPath, readList } from '../../src/node/copies/copy-list.js';
import { restoreCopy } from '../../src/node/copies/restore.js';
import { bashRing, heard, testDesk } from '../support/desk.js';
import { until } from '../support/until.js';

/** A desk over the real disk: `keepCopy` is what the card's tick sends. */
describe('a copy that is promised with a yes', function () {
  this.timeout(60_000);
  let root: string;
  let app: string;
  let folder: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-promise-')));
    app = join(root, 'app');
    folder = join(root, 'home', 'copies');
    mkdirSync(join(app, '.git'), { recursive: true });
    writeFileSync(join(app, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    mkdirSync(join(app, 'backups'));
    writeFileSync(join(app, 'backups', 'shop.sql'), 'x'.repeat(60_000));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function window(withCopies = true) {
    const worldOf = worldsHere({ home: join(root, 'nobody') });
    const judge = createJudge({ worldOf });
    const made = testDesk({
      worldOf,
      judge: (call) => judge.judge(call, { cwd: call.cwd, env: {} }),
      ...(withCopies ? { copies: new CopiesOnDisk(folder, { now: () => Date.now() }) } : {}),
    });
    const ring = (command: string) => made.desk.ring(bashRing(command, { cwd: app, fields: { cwd: app } }));
    const asked = async () => {
      return until('a request', () => made.desk.requests()[0]);
    };
    const yes = async (keepCopy: boolean) => {
      const { id, digest, ceremony } = await asked();
      const typed = ceremony.kind === 'typed' ? { typed: ceremony.name } : {};
      const copy = keepCopy ? ({ keepCopy: true } as const) : {};
      return made.desk.decide(id, { kind: 'approve', digest, ...typed, ...copy });
    };
    return { ...made, ring, asked, yes };
  }

  it('is kept and in the record before the call is released, and brings all of it back', async () => {
    const { ring, asked, yes, record } = window();
    const answer = ring('rm -rf backups');
    assert.deepEqual((await asked()).copy, { files: 1, bytes: 60_000, fits: true });
    assert.ok((await yes(true)).ok);
    assert.match(heard(await answer), /^allow/);
    const types = record.types.filter((type) => /approved|copy|released/.test(type));
    assert.deepEqual(types, ['call.approved', 'copy.kept', 'call.released']);
    rmSync(join(app, 'backups'), { recursive: true });
    const list = readList(listPath(folder, 'CS-1'), 'CS-1');
    assert.ok(list && (await restoreCopy(folder, list, {})).ok);
    assert.equal(readFileSync(join(app, 'backups', 'shop.sql'), 'utf8'), 'x'.repeat(60_000));
  });

  it('is of what lies there when the call runs, not of what was shown', async () => {
    const { ring, asked, yes } = window();
    const answer = ring('rm -rf backups');
    await asked();
    writeFileSync(join(app, 'backups', 'later.sql'), 'later');
    assert.ok((await yes(true)).ok);
    assert.match(heard(await answer), /^allow/);
    const paths = readList(listPath(folder, 'CS-1'), 'CS-1')?.copied.map(({ path }) => path) ?? [];
    assert.ok(paths.includes(join(app, 'backups', 'later.sql')), paths.join());
  });

  it('is not kept where it was not wanted', async () => {
    const { ring, yes } = window();
    const answer = ring('rm -rf backups');
    assert.ok((await yes(false)).ok);
    assert.match(heard(await answer), /^allow/);
    assert.deepEqual(keptLists(folder).lists, []);
    assert.ok(!existsSync(folder));
  });

  for (const [name, spoil, why] of [
    ['the home cannot be written', () => writeFileSync(join(root, 'home'), ''), /cannot be written/],
    [
      'a file cannot be read',
      () =>
        writeFileSync(
          Buffer.concat([Buffer.from(join(app, 'backups', 'caf')), Buffer.from([0xe9])]),
          'latin',
        ),
      /cannot be read/,
    ],
  ] as const)
    it(`that cannot be kept lets nothing run: ${name}`, async () => {
      const { ring, asked, yes, record } = window();
      const answer = ring('rm -rf backups');
      await asked();
      spoil();
      assert.ok((await yes(true)).ok);
      const told = heard(await answer);
      assert.match(told, /^deny: .*on condition that/);
      assert.match(told, why);
      assert.ok(!record.types.includes('call.released'));
      assert.ok(record.types.includes('call.void'));
      const { state, copy } = await asked();
      assert.deepEqual([state.kind, state.kind === 'void' && state.code], ['void', 'copy-failed']);
      assert.ok(copy?.failure);
    });

  const unknown: readonly (readonly [string, string, () => void])[] = [
    [
      'the files lie deeper than is looked',
      "find backups -name '*.sql' -delete",
      () => {
        const deep = join(app, 'backups', ...Array.from({ length: 70 }, () => 'd'));
        mkdirSync(deep, { recursive: true });
        writeFileSync(join(deep, 'deep.sql'), 'x');
      },
    ],
    ['what was offered is gone', 'rm -rf backups', () => rmSync(join(app, 'backups', 'shop.sql'))],
  ];
  for (const [name, command, change] of unknown)
    it(`that would hold less than was offered lets nothing run: ${name}`, async () => {
      const { ring, asked, yes, record } = window();
      const answer = ring(command);
      assert.deepEqual((await asked()).copy, { files: 1, bytes: 60_000, fits: true });
      change();
      assert.ok((await yes(true)).ok);
      assert.match(heard(await answer), /^deny/);
      assert.ok(!record.types.includes('call.released'));
      assert.ok(!record.types.includes('copy.kept'));
    });

  it('lets nothing run where no copies can be kept at all', async () => {
    const { ring, yes, record } = window(false);
    const answer = ring('rm -rf backups');
    assert.ok((await yes(true)).ok);
    assert.match(heard(await answer), /^deny: .*no copies can be kept here/);
    assert.ok(!record.types.includes('call.released'));
  });

  it('lets nothing run where the record cannot hold that it was kept', async () => {
    const { ring, asked, yes, record } = window();
    const answer = ring('rm -rf backups');
    await asked();
    const append = record.append.bind(record);
    record.append = async (body) => {
      if (body.type === 'copy.kept') return { ok: false, error: { code: 'full', detail: 'ENOSPC' } };
      return append(body);
    };
    assert.ok((await yes(true)).ok);
    assert.match(heard(await answer), /^deny/);
    assert.ok(!record.types.includes('call.released'));
  });

  it('is not offered where git has all of it, nor for what nobody takes away', async () => {
    const { ring, asked } = window();
    void ring('git push --force origin main');
    assert.equal((await asked()).copy, undefined);
  });
});
