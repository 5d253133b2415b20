import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EntryBody } from '../../../src/core/record/entry.js';
import { type SaidPlace, saidOf } from '../../../src/core/target/said-place.js';
import { systemClock } from '../../../src/node/clock.js';
import { type Home, homeAt } from '../../../src/node/files/home.js';
import { SaidPlacesHere } from '../../../src/node/places/said-places.js';
import { RecordFile } from '../../../src/node/record/record-file.js';

const eu: SaidPlace = {
  system: 'kubernetes',
  name: 'acme-eu-1',
  knownBy: ['https://a1.eks.example.net'],
  environment: 'development',
};
const us: SaidPlace = { ...eu, name: 'acme-us-1', knownBy: ['https://u1'], environment: 'production' };

describe('what is kept of what was said of places', () => {
  let root: string;
  let home: Home;
  let record: RecordFile;
  const file = () => join(root, 'places.json');
  const open = () => new SaidPlacesHere(home, record);
  const names = (places: SaidPlacesHere) =>
    places.now().map(({ name, environment }) => `${name} ${environment}`);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'places-'));
    home = homeAt(root);
    record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'ab' });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('nothing at first; then the last word about each place, for every window of the home', async () => {
    const [here, there] = [open(), open()];
    assert.deepEqual([here.now(), there.now()], [[], []]);
    await here.say(eu, {});
    await here.say(us, { decider: { person: 'Ada', known: 'git', account: 'ada' } });
    assert.deepEqual(names(there), ['acme-eu-1 development', 'acme-us-1 production']);
    assert.equal(here.now(), here.now());
    await there.say({ ...eu, environment: 'production' }, {});
    assert.deepEqual(names(here), ['acme-us-1 production', 'acme-eu-1 production']);
    await there.forget(eu, {});
    assert.deepEqual(names(open()), ['acme-us-1 production']);
    assert.deepEqual(
      here.list().map(({ name, by }) => [name, by]),
      [['acme-us-1', 'Ada']],
    );
  });

  it('a file that is put back brings nothing back that was taken back', async () => {
    await open().say(eu, {});
    copyFileSync(file(), `${file()}.old`);
    await open().forget(eu, {});
    copyFileSync(`${file()}.old`, file());
    assert.deepEqual(names(open()), []);
  });

  it('a file that is lost or made up is made up for from the record', async () => {
    await open().say(eu, {});
    const forged = readFileSync(file(), 'utf8').replace('acme-eu-1', 'acme-prod-9');
    for (const text of [undefined, '', '{}', '[]', 'null', '{"v":2}', forged]) {
      if (text === undefined) rmSync(file());
      else writeFileSync(file(), text);
      assert.deepEqual(names(open()), ['acme-eu-1 development'], text);
    }
  });

  it('counts only where the record holds it', async () => {
    await open().say(eu, {});
    const kept = readFileSync(file());
    rmSync(home.record, { recursive: true });
    record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'ab' });
    await record.append({ type: 'recovery', detail: 'another record' });
    writeFileSync(file(), kept);
    assert.deepEqual(names(open()), []);
  });

  it('of what the record has let go by its age, what tightens stays', async () => {
    await open().say(eu, {});
    await open().say(us, {});
    const segments = join(home.record, 'segments');
    rmSync(join(segments, '000000.jsonl'));
    writeFileSync(join(segments, '000001.jsonl'), '');
    assert.deepEqual(names(open()), ['acme-us-1 production']);
  });

  it('an entry that this installation did not write loosens nothing, and tightens', async () => {
    const body = (said: SaidPlace): EntryBody => ({
      type: 'place.said',
      ...said,
      knownBy: [...said.knownBy],
    });
    await record.append(body(eu));
    await record.append(body(us));
    rmSync(join(home.record, 'macs'));
    assert.deepEqual(names(open()), ['acme-us-1 production']);
  });

  it('what lies far back is read piece by piece, and harmless only once all is read', async () => {
    const places = open();
    await places.say(eu, {});
    await places.say(us, {});
    rmSync(file());
    // More than is read at once.
    const detail = 'x'.repeat(60_000);
    for (let at = 0; at < 90; at += 1) assert.ok((await record.append({ type: 'recovery', detail })).ok);
    const again = open();
    assert.deepEqual(names(again), ['acme-us-1 production']);
    await again.refresh();
    assert.deepEqual(names(again), ['acme-eu-1 development', 'acme-us-1 production']);
    assert.deepEqual(names(open()), ['acme-eu-1 development', 'acme-us-1 production']);
  });

  it('a long record is read in slices of time, and others have their turn between them', async () => {
    const places = open();
    await places.say(eu, {});
    for (let at = 0; at < 600; at += 1)
      assert.ok((await record.append({ type: 'recovery', detail: 'x'.repeat(200) })).ok);
    rmSync(file());
    // Each look at the clock takes a millisecond, so that a slice is counted in looks.
    let looks = 0;
    const slow = new SaidPlacesHere(home, record, () => {
      looks += 1;
      return looks;
    });
    const perTurn: number[] = [];
    let isRead = false;
    const reading = slow.refresh().then(() => {
      isRead = true;
    });
    while (!isRead) {
      const before = looks;
      await new Promise((resolve) => setImmediate(resolve));
      perTurn.push(looks - before);
    }
    await reading;
    assert.deepEqual(names(slow), ['acme-eu-1 development']);
    assert.ok(looks > 300, String(looks));
    // What whoever asks first reads by itself, then slices.
    assert.ok(Math.max(...perTurn) < 50, perTurn.join());
    // The near miss: a short one is read at once.
    assert.deepEqual(names(open()), ['acme-eu-1 development']);
  });

  it('what is left of a record that was cut or changed makes nothing harmless, until a person says it again', async () => {
    await open().say(eu, {});
    await open().say(us, {});
    rmSync(file());
    const path = join(home.record, 'segments', '000000.jsonl');
    const [genesis = '', said = '', ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [genesis, said, said, ...rest].join('\n'));
    const places = open();
    assert.deepEqual(names(places), ['acme-us-1 production']);
    assert.equal(await places.settled(), true);
    // Numbers that were given before do not count; the first that was not does.
    const again: boolean[] = [];
    for (let turn = 0; turn < 3; turn += 1) again.push((await open().say(eu, {})).ok);
    assert.equal(again.at(-1), true);
    assert.deepEqual(names(open()), ['acme-us-1 production', 'acme-eu-1 development']);
  });

  it('the last word cannot be cut off, and the rest written on', async () => {
    const path = join(home.record, 'segments', '000000.jsonl');
    for (const cut of [0, 1, 7]) {
      await open().say(eu, {});
      await open().forget(eu, {});
      const whole = readFileSync(path, 'utf8').trimEnd().split('\n');
      const left = `${whole.slice(0, -1).join('\n')}\n`;
      writeFileSync(path, cut === 0 ? left : `${whole.join('\n')}\n`.slice(0, -cut));
      rmSync(file(), { force: true });
      assert.deepEqual(names(open()), [], String(cut));
      record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'cd' });
      await record.append({ type: 'genesis', machine: 'n' });
      assert.deepEqual(names(open()), [], String(cut));
    }
  });

  it('a record that its own checkpoint has seen longer holds no harmless word', async () => {
    await open().say(eu, {});
    await open().forget(eu, {});
    await record.checkpoint([]);
    const path = join(home.record, 'segments', '000000.jsonl');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n').concat('\n'),
    );
    const macs = readFileSync(join(home.record, 'macs'));
    writeFileSync(join(home.record, 'macs'), macs.subarray(0, (macs.length / 3) * 2));
    rmSync(file());
    const places = open();
    assert.deepEqual(names(places), []);
    assert.equal(await places.settled(), false);
  });

  it('what was let go by its age and cannot be made up for takes the harmless words with it', async () => {
    await open().say(us, {});
    await open().say(eu, {});
    rmSync(file());
    const segments = join(home.record, 'segments');
    const lines = readFileSync(join(segments, '000000.jsonl'), 'utf8').trimEnd().split('\n');
    rmSync(join(segments, '000000.jsonl'));
    writeFileSync(join(segments, '000001.jsonl'), `${lines.at(-1)}\n`);
    assert.deepEqual(names(open()), []);
  });

  it('nothing that stands in its place is waited for', async () => {
    await open().say(eu, {});
    for (const put of [
      () => mkdirSync(file()),
      () => execFileSync('mkfifo', [file()]),
      () => symlinkSync('/dev/zero', file()),
      () => writeFileSync(file(), 'x'.repeat(5_000_000)),
      () => symlinkSync(file(), file()),
    ]) {
      rmSync(file(), { recursive: true, force: true });
      put();
      assert.deepEqual(names(open()), ['acme-eu-1 development'], String(put));
    }
  });

  it('however lines are put in, taken out, changed or moved, no place is more harmless than before', async function () {
    this.timeout(120_000);
    const words: readonly SaidPlace[] = ['production', 'development'].flatMap((environment) =>
      [eu, { ...eu, knownBy: ['https://other'] }, { ...us, knownBy: eu.knownBy }].map(
        (place) => ({ ...place, environment }) as SaidPlace,
      ),
    );
    const places = words.slice(0, 3);
    const isHarmless = (place: SaidPlace, by: SaidPlacesHere): boolean =>
      [undefined, 'production'].includes(saidOf(place, true, by.now())?.environment) === false;
    const line = fc.nat(20);
    const tampering = fc.oneof(
      fc.record({ how: fc.constantFrom('paste', 'swap', 'move'), line, to: line }),
      fc.record({ how: fc.constantFrom('delete', 'cut'), line, to: line }),
      fc.record({ how: fc.constant('garble'), line, to: fc.nat(600) }),
    );
    const histories: History[] = [];
    const saying = fc.record({ word: fc.nat(5), isForgotten: fc.boolean(), filler: fc.nat(2) });
    const harmless = [3, 4].map((word) => ({ word, isForgotten: false, filler: 1 }));
    for (const said of [harmless, ...fc.sample(fc.array(saying, { minLength: 2, maxLength: 6 }), 7)]) {
      rmSync(root, { recursive: true });
      record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'ab' });
      const old: string[] = [];
      for (const { word, isForgotten, filler } of said) {
        const place = words[word] ?? eu;
        await (isForgotten ? open().forget(place, {}) : open().say(place, {}));
        if (existsSync(file())) old.push(readFileSync(file(), 'utf8'));
        for (let at = 0; at < filler; at += 1) await record.append({ type: 'genesis', machine: `${at}` });
      }
      record.close();
      const before = places.map((place) => isHarmless(place, open()));
      histories.push({ files: filesIn(root), old, before });
    }
    const path = join(home.record, 'segments', '000000.jsonl');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...histories),
        fc.array(tampering, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('kept', 'lost', 'old'),
        fc.boolean(),
        async ({ files, old, before }, changes, beside, isWrittenOn) => {
          for (const [at, bytes] of files) writeFileSync(join(root, at), bytes, { mode: 0o600 });
          const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
          for (const change of changes) tamper(lines, change);
          writeFileSync(path, lines.map((one) => `${one}\n`).join(''));
          if (beside !== 'kept') rmSync(file(), { force: true });
          if (beside === 'old') writeFileSync(file(), old[0] ?? '', { mode: 0o600 });
          const seen = open();
          const after = places.map((place) => isHarmless(place, seen));
          if (isWrittenOn) {
            record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'cd' });
            await record.append({ type: 'genesis', machine: 'n' });
            record.close();
          }
          const later = places.map((place) => isHarmless(place, open()));
          for (const [at, was] of before.entries())
            assert.ok(was || !(after[at] || later[at]), JSON.stringify(lines, undefined, 1));
        },
      ),
      { numRuns: 100 },
    );
    assert.ok(histories.some(({ before }) => before.includes(true)));
  });

  it('a record that cannot be written holds no word', async () => {
    const places = new SaidPlacesHere(home, {
      append: async () => ({ ok: false, error: { code: 'full', detail: 'ENOSPC' } }),
      isOurs: () => true,
    });
    assert.equal((await places.say(eu, {})).ok, false);
    assert.deepEqual(places.now(), []);
  });
});

interface History {
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
  /** What lay beside the record after each word. */
  readonly old: readonly string[];
  readonly before: readonly boolean[];
}

function filesIn(folder: string): History['files'] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name))]);
}

interface Tampering {
  readonly how: string;
  readonly line: number;
  readonly to: number;
}

function tamper(lines: string[], { how, line, to }: Tampering): void {
  if (lines.length === 0) return;
  const from = line % lines.length;
  const other = to % lines.length;
  const [one = '', two = ''] = [lines[from], lines[other]];
  if (how === 'paste') lines.splice(to % (lines.length + 1), 0, one);
  if (how === 'delete') lines.splice(from, 1);
  if (how === 'cut') lines.splice(from);
  if (how === 'swap') [lines[from], lines[other]] = [two, one];
  if (how === 'move') lines.splice(other, 0, ...lines.splice(from, 1));
  if (how === 'garble') {
    const at = to % one.length;
    lines[from] = `${one.slice(0, at)}${one[at] === 'x' ? 'y' : 'x'}${one.slice(at + 1)}`;
  }
}
