import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '../../../src/core/record/entry.js';
import type { SaidPlace } from '../../../src/core/target/said-place.js';
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

  it('a record that cannot be written holds no word', async () => {
    const places = new SaidPlacesHere(home, {
      append: async () => ({ ok: false, error: { code: 'full', detail: 'ENOSPC' } }),
      isOurs: () => true,
    });
    assert.equal((await places.say(eu, {})).ok, false);
    assert.deepEqual(places.now(), []);
  });
});
