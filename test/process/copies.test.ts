import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { restoreCommand } from '../../src/cli/restore.js';
import { copyLimits } from '../../src/core/change/copyable.js';
import { dayMs } from '../../src/core/shared/durations.js';
import { type KeepingParts, keepRecord } from '../../src/house/retention.js';
import { CopiesOnDisk } from '../../src/node/copies/copies-on-disk.js';
import {
  keptLists,
  keptMs,
  listMacPath,
  listPath,
  macOfList,
  objectPath,
  readList,
} from '../../src/node/copies/copy-list.js';
import { pruneCopies } from '../../src/node/copies/prune.js';
import { restoreCopy } from '../../src/node/copies/restore.js';
import { roomFor } from '../../src/node/copies/store-file.js';
import { homeAt } from '../../src/node/files/home.js';
import { TickingClock } from '../support/ticking-clock.js';

const noon = 1_790_000_000_000;

/** Every name below a folder with its kind, mode, bytes or where it leads. */
function told(folder: string): readonly string[] {
  const lines: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const one = join(path, name);
      const stat = lstatSync(one);
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isSymbolicLink()) lines.push(`${one} -> ${readlinkSync(one)}`);
      else if (stat.isDirectory()) {
        lines.push(`${one}/ ${mode}`);
        walk(one);
      } else lines.push(`${one} ${mode} ${Math.floor(stat.mtimeMs)} ${readFileSync(one).toString('hex')}`);
    }
  };
  walk(folder);
  return lines;
}

const name = fc
  .string({ unit: fc.constantFrom(...'ab.~ é雪\n"$(*'), minLength: 1, maxLength: 6 })
  .filter((text) => !/^\.{1,2}$/.test(text));
const leaf = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    bytes: fc.uint8Array({ maxLength: 300 }),
    mode: fc.constantFrom(0o600, 0o644, 0o755, 0o444, 0o400),
  }),
  fc.record({
    kind: fc.constant('link' as const),
    to: fc.constantFrom('nowhere', '../..', '/etc/passwd', '.', 'a'),
  }),
  fc.record({ kind: fc.constant('folder' as const) }),
);
const tree = fc.uniqueArray(fc.tuple(fc.array(name, { minLength: 1, maxLength: 4 }), leaf), {
  selector: ([parts]) => parts.join('/'),
  maxLength: 12,
});

describe('copies of what is lost', function () {
  this.timeout(120_000);
  let root: string;
  let app: string;
  let home: string;
  let now: number;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-copies-')));
    app = join(root, 'app');
    home = join(root, 'home', 'copies');
    now = noon;
    mkdirSync(app);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const copies = () => new CopiesOnDisk(home, { now: () => now });
  const keep = (paths: readonly string[], id = 'CS-1') =>
    copies().keep({ id, cwd: app, summary: 'rm -rf data' }, paths);
  const restore = (id = 'CS-1', into?: string) => {
    const list = readList(listPath(home, id), id);
    assert.ok(list);
    return restoreCopy(home, list, into === undefined ? {} : { into });
  };
  const write = (path: string, bytes: string | Uint8Array = path): string => {
    const whole = join(app, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, bytes);
    return whole;
  };

  it('come back byte for byte, with modes, times, links and empty folders, whatever the tree', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(tree, async (things) => {
        number += 1;
        const data = join(app, `data${number}`);
        mkdirSync(data);
        for (const [parts, what] of things) {
          const path = join(data, ...parts);
          try {
            mkdirSync(dirname(path), { recursive: true });
            if (what.kind === 'folder') mkdirSync(path);
            else if (what.kind === 'link') symlinkSync(what.to, path);
            else {
              writeFileSync(path, what.bytes, { flag: 'wx' });
              utimesSync(path, 1_600_000_000, 1_600_000_000);
              chmodSync(path, what.mode);
            }
          } catch {
            // A name that stands there as something else already, or a link on the way.
          }
        }
        const before = told(app);
        const id = `CS-${number}`;
        const kept = await keep([data], id);
        assert.ok(kept.ok, JSON.stringify(kept));
        rmSync(data, { recursive: true });
        const restored = await restore(id);
        assert.ok(restored.ok, JSON.stringify(restored));
        assert.deepEqual(told(app), before);
        // Once more changes nothing.
        const again = await restore(id);
        assert.deepEqual(again.ok && again.value.written, []);
        rmSync(data, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('are no more open than they were: a folder that stands there loses what others could not do then', async () => {
    for (const [was, is, after] of [
      [0o700, 0o755, 0o700],
      [0o750, 0o775, 0o750],
      [0o755, 0o755, 0o755],
      // It was closed since, and stays closed.
      [0o755, 0o700, 0o700],
      // Whoever owns it can go on.
      [0o500, 0o755, 0o700],
    ] as const) {
      const data = join(app, 'data');
      mkdirSync(data);
      writeFileSync(join(data, 'key'), 'x');
      chmodSync(data, was);
      assert.ok((await keep([data])).ok);
      chmodSync(data, is);
      rmSync(join(data, 'key'));
      assert.ok((await restore()).ok);
      assert.equal(statSync(data).mode & 0o7777, after, `${was} ${is}`);
      assert.equal(readFileSync(join(data, 'key'), 'utf8'), 'x');
      rmSync(data, { recursive: true });
    }
  });

  it('hold the same bytes once, and are readable by their user alone', async () => {
    write('a/one', 'same');
    write('a/two', 'same');
    assert.ok((await keep([join(app, 'a')])).ok);
    const objects = readdirSync(join(home, 'objects')).flatMap((part) =>
      readdirSync(join(home, 'objects', part)).map((one) => join(home, 'objects', part, one)),
    );
    assert.equal(objects.length, 1);
    assert.deepEqual(
      [...objects, listPath(home, 'CS-1')].map((path) => statSync(path).mode & 0o777),
      [0o600, 0o600],
    );
    assert.equal(statSync(join(home, 'objects')).mode & 0o777, 0o700);
  });

  it('do not follow a link out of the workspace', async () => {
    const outside = join(root, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret'), 'not of this workspace');
    mkdirSync(join(app, 'data'));
    symlinkSync(outside, join(app, 'data', 'link'));
    const kept = await keep([join(app, 'data')]);
    assert.ok(kept.ok && kept.value.bytes === 0);
    const list = readList(listPath(home, 'CS-1'), 'CS-1');
    assert.deepEqual(list?.copied.at(-1), { kind: 'link', path: join(app, 'data', 'link'), to: outside });
  });

  it('are not brought back through a link that was put on their way', async () => {
    const outside = join(root, 'outside');
    mkdirSync(outside);
    write('data/sub/file');
    assert.ok((await keep([join(app, 'data')])).ok);
    rmSync(join(app, 'data'), { recursive: true });
    symlinkSync(outside, join(app, 'data'));
    const restored = await restore();
    assert.equal(!restored.ok && restored.error.code, 'through-a-link');
    assert.deepEqual(readdirSync(outside), []);
  });

  it('are not brought back over another file, and nothing is half done', async () => {
    write('data/a');
    write('data/b');
    assert.ok((await keep([join(app, 'data')])).ok);
    rmSync(join(app, 'data', 'a'));
    write('data/b', 'written since');
    const restored = await restore();
    assert.deepEqual(!restored.ok && [restored.error.code, restored.error.paths], [
      'in-the-way',
      [join(app, 'data', 'b')],
    ]);
    assert.ok(!existsSync(join(app, 'data', 'a')));
    const elsewhere = await restore('CS-1', join(root, 'back'));
    assert.ok(elsewhere.ok);
    assert.equal(readFileSync(join(root, 'back', 'data', 'b'), 'utf8'), 'data/b');
  });

  it('whose bytes were damaged are not passed off as what was copied', async () => {
    const path = write('data/a', 'good');
    assert.ok((await keep([path])).ok);
    rmSync(path);
    const [file] =
      readList(listPath(home, 'CS-1'), 'CS-1')?.copied.filter((one) => one.kind === 'file') ?? [];
    assert.ok(file);
    writeFileSync(objectPath(home, file.sha256), 'evil');
    const restored = await restore();
    assert.equal(!restored.ok && restored.error.code, 'damaged');
    assert.ok(!existsSync(path));
    // Kept once more, the damage is mended.
    write('data/a', 'good');
    assert.ok((await keep([path], 'CS-2')).ok);
    rmSync(path);
    assert.ok((await restore()).ok);
    assert.equal(readFileSync(path, 'utf8'), 'good');
  });

  it('are refused, with nothing kept, for more than the limit', async () => {
    const path = write('huge.bin', '');
    truncateSync(path, copyLimits.bytes + 1);
    const kept = await keep([path]);
    assert.deepEqual(kept, { ok: false, error: { code: 'too-large', detail: '' } });
    assert.deepEqual(keptLists(home).lists, []);
  });

  it('are refused where a file cannot be read by its name', async () => {
    mkdirSync(join(app, 'data'));
    writeFileSync(Buffer.concat([Buffer.from(join(app, 'data', 'caf')), Buffer.from([0xe9])]), 'latin');
    const kept = await keep([join(app, 'data')]);
    assert.deepEqual(!kept.ok && kept.error.code, 'unreadable');
    assert.deepEqual(keptLists(home).lists, []);
  });

  it('are refused before the first byte where the disk has no room for them', async () => {
    await assert.rejects(roomFor(root, 2 ** 60), /full ENOSPC/);
    await roomFor(root, 1);
  });

  it('are refused where the home cannot be written', async () => {
    writeFileSync(join(root, 'home'), 'a file stands here');
    const kept = await keep([write('data/a')]);
    assert.equal(!kept.ok && kept.error.code, 'unwritable');
  });

  it('are of the file as it is when it is copied, and refused where it is written to all the while', async () => {
    const path = write('data/log', 'x'.repeat(3_000_000));
    let going = true;
    const writing = (async () => {
      for (let turn = 0; going; turn += 1) {
        writeFileSync(path, `${turn}`.repeat(1_000_000));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const kept = await keep([path]);
    going = false;
    await writing;
    if (kept.ok) {
      const list = readList(listPath(home, 'CS-1'), 'CS-1');
      const [file] = list?.copied.filter((one) => one.kind === 'file') ?? [];
      assert.ok(file);
      const text = readFileSync(objectPath(home, file.sha256), 'utf8');
      assert.equal(text.length, file.size);
      // Of one moment, not of two.
      const turn = [1, 2, 3, 4, 5].find(
        (length) => text === text.slice(0, length).repeat(text.length / length),
      );
      assert.ok(turn !== undefined, text.slice(0, 40));
    } else assert.deepEqual(kept.error, { code: 'changed', detail: path });
  });

  it('leave out what is gone, and pipes that would keep a reader waiting', async () => {
    const kept = await keep([join(app, 'gone'), join(app, 'gone', 'deeper')]);
    assert.ok(kept.ok && kept.value.files === 0);
  });

  it('go when they are as old as was said, and not before', async () => {
    const path = write('data/a');
    assert.ok((await keep([path])).ok);
    pruneCopies(home, noon + keptMs - 1);
    assert.equal(keptLists(home).lists.length, 1);
    pruneCopies(home, noon + keptMs);
    assert.equal(keptLists(home).lists.length, 0);
  });

  it('go by their age in a window that keeps none anew, and again after what could not go', async () => {
    assert.ok((await keep([write('data/a')])).ok);
    const clock = new TickingClock(noon);
    const none = () => Promise.reject(new Error('no record'));
    const parts = { record: { append: none }, checkpoints: { checkpoint: none } } as unknown as KeepingParts;
    const keeping = keepRecord({ ...parts, home: { ...homeAt(join(home, 'none')), copies: home }, clock });
    try {
      for (let day = 0; keptLists(home).lists.length > 0 && day < 20; day += 1) {
        clock.pass(dayMs);
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(keptLists(home).lists.length, 0);
      assert.ok(clock.now() >= noon + keptMs);
    } finally {
      keeping.dispose();
    }
  });

  it('keep the bytes that a list of a newer version may need', async () => {
    assert.ok((await keep([write('data/a')])).ok);
    writeFileSync(listPath(home, 'CS-9'), JSON.stringify({ v: 2 }));
    const [file] =
      readList(listPath(home, 'CS-1'), 'CS-1')?.copied.filter((one) => one.kind === 'file') ?? [];
    assert.ok(file);
    pruneCopies(home, Date.now() + 2 * keptMs);
    assert.ok(existsSync(objectPath(home, file.sha256)));
    assert.deepEqual(keptLists(home).unreadable, ['CS-9.json']);
  });

  it('know no list by another name, and no way out of their folder', () => {
    mkdirSync(home, { recursive: true });
    for (const id of ['../x', 'CS-0', 'CS-1/..', '', 'CS-1.json'])
      assert.equal(readList(listPath(home, id), id), undefined);
  });

  it('are of this installation alone: who writes a list would choose where files are put', async () => {
    assert.ok((await keep([write('data/shop.sql')], 'CS-3')).ok);
    const forge = (text: string, mac: string): void => {
      writeFileSync(listPath(home, 'CS-3'), text);
      writeFileSync(listMacPath(home, 'CS-3'), mac);
    };
    const own = readFileSync(listPath(home, 'CS-3'), 'utf8');
    const ownMac = readFileSync(listMacPath(home, 'CS-3'), 'utf8');
    assert.ok(readList(listPath(home, 'CS-3'), 'CS-3'));
    const moved = own.replaceAll(root, `${root}/elsewhere`);
    assert.notEqual(moved, own);
    forge(moved, ownMac);
    assert.equal(readList(listPath(home, 'CS-3'), 'CS-3'), undefined);
    rmSync(listMacPath(home, 'CS-3'));
    assert.equal(readList(listPath(home, 'CS-3'), 'CS-3'), undefined);
    assert.deepEqual(keptLists(home).unreadable, ['CS-3.json']);
    for (const path of [`${root}/../../escaped`, 'relative/path', `${root}//twice`]) {
      const odd = JSON.stringify({
        ...JSON.parse(own),
        copied: [{ kind: 'link', path, to: 'x' }],
      });
      forge(odd, macOfList(home, odd));
      assert.equal(readList(listPath(home, 'CS-3'), 'CS-3'), undefined, path);
    }
  });
});

describe('countersign restore', function () {
  this.timeout(60_000);
  let root: string;
  let app: string;
  let home: string;

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-restore-')));
    app = join(root, 'app');
    home = join(root, 'home');
    mkdirSync(join(app, 'data'), { recursive: true });
    writeFileSync(join(app, 'data', 'shop.sql'), 'kept');
    const copies = new CopiesOnDisk(homeAt(home).copies, { now: () => Date.now() });
    const of = { id: 'CS-7', cwd: app, summary: 'rm -rf data \u202Esneaky' };
    assert.ok((await copies.keep(of, [join(app, 'data')])).ok);
    rmSync(join(app, 'data'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function run(...args: readonly string[]) {
    const said = { out: '', error: '' };
    const code = await restoreCommand.run(args, {
      cwd: app,
      env: { COUNTERSIGN_HOME: home },
      input: (async function* () {})(),
      out: async (text) => {
        said.out += text;
      },
      error: async (text) => {
        said.error += text;
      },
    });
    return { code, ...said };
  }

  it('lists what is kept, with hidden characters made visible', async () => {
    const { code, out } = await run();
    assert.equal(code, 0);
    assert.match(out, /^CS-7 {2}\d{4}-.*1 file, 4 bytes, until /);
    assert.ok(!out.includes('\u202E') && out.includes('rm -rf data'));
    const [line] = (await run('--json')).out
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one));
    assert.deepEqual([line.id, line.files, line.bytes, line.cwd], ['CS-7', 1, 4, app]);
  });

  it('brings one back and says so, and the record holds it', async () => {
    const { code, out } = await run('CS-7');
    assert.deepEqual([code, out], [0, 'CS-7: 1 file brought back.\n  data/shop.sql\n']);
    assert.equal(readFileSync(join(app, 'data', 'shop.sql'), 'utf8'), 'kept');
    const { record } = homeAt(home);
    const log = readdirSync(record, { recursive: true, encoding: 'utf8' }).map((name) => join(record, name));
    assert.ok(
      log.some((path) => statSync(path).isFile() && readFileSync(path, 'utf8').includes('copy.restored')),
    );
    assert.equal((await run('CS-7')).out, 'CS-7: 0 files brought back, 1 is there as it was copied.\n');
  });

  it('writes over nothing unless it is told to, and then keeps what stood there', async () => {
    mkdirSync(join(app, 'data'));
    writeFileSync(join(app, 'data', 'shop.sql'), 'newer');
    const refused = await run('CS-7');
    assert.equal(refused.code, 1);
    assert.match(refused.error, /got another at .*shop\.sql; nothing was written\. Use --replace/);
    const replaced = await run('CS-7', '--replace');
    assert.deepEqual([replaced.code, replaced.error], [0, '']);
    assert.match(replaced.out, /What stood there is kept as CS-7\.1\./);
    assert.equal(readFileSync(join(app, 'data', 'shop.sql'), 'utf8'), 'kept');
    assert.equal((await run('CS-7.1', '--replace')).code, 0);
    assert.equal(readFileSync(join(app, 'data', 'shop.sql'), 'utf8'), 'newer');
  });

  it('says what was expected of bad words', async () => {
    const cases = [
      [['CS-9'], 1, /expected the ID of a copy that is kept, got CS-9; the newest is CS-7/],
      [['../../etc/passwd'], 1, /expected the ID of a copy/],
      [['CS-7', 'CS-8'], 2, /expected one ID/],
      [['--into', 'x'], 2, /expected an ID beside --into/],
      [['--nope'], 2, /nope/],
    ] as const;
    for (const [words, expected, says] of cases) {
      const { code, out, error } = await run(...words);
      assert.deepEqual([code, out], [expected, ''], words.join(' '));
      assert.match(error, says);
    }
  });

  it('brings back into another folder, leaving the first place alone', async () => {
    const { code, out } = await run('CS-7', '--into', 'back', '--json');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      id: 'CS-7',
      written: [join(app, 'back', 'data', 'shop.sql')],
      same: 0,
    });
    assert.ok(!existsSync(join(app, 'data')));
  });
});
