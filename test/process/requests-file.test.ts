import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfCall } from '../../src/core/approval/digest.js';
import type { Request } from '../../src/core/approval/request.js';
import { RequestsFile } from '../../src/node/requests/requests-file.js';
import { request as requestOf } from '../support/requests.js';

function requestWith(change: Partial<Request>): Request {
  const given = requestOf(change);
  const digest = digestOfCall(given.call, given.assessment);
  return { ...given, digest: digest.ok ? digest.value : '' };
}

function largeCall(text: string): Partial<Request> {
  const { call } = requestOf();
  return { call: { ...call, payload: { kind: 'shell', shell: 'bash', command: `echo ${text}` } } };
}

describe('requests on disk', function () {
  this.timeout(60_000);
  const noon = 1_795_000_000_000;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-requests-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (): RequestsFile => new RequestsFile(folder, { now: () => noon });

  it('gives each number once, to all who ask at once in several windows', async () => {
    const windows = [open(), open(), open()];
    const asked = Array.from({ length: 60 }, (_, n) => windows[n % 3]?.nextNumber());
    const numbers = (await Promise.all(asked)).map((number) => (number?.ok ? number.value : -1));
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      Array.from({ length: 60 }, (_, n) => n + 1),
    );
  });

  it('finds a number that was lost again by what it counted', async () => {
    const window = open();
    assert.ok((await window.save(requestWith({ id: 'CS-41' }))).ok);
    rmSync(join(folder, 'last-number'), { force: true });
    assert.deepEqual(await open().nextNumber(), { ok: true, value: 42 });
    await window.load();
    assert.deepEqual(await window.nextNumber(), { ok: true, value: 43 });
  });

  it('does not read again what it wrote itself, and reads what another window wrote', async () => {
    const [one, other] = [open(), open()];
    const request = requestWith({ id: 'CS-1' });
    assert.ok((await one.save(request)).ok);
    assert.equal((await one.load()).requests[0], request);
    assert.deepEqual((await other.load()).requests, [request]);
    const again = { ...request, asked: request.asked + 1 };
    assert.ok((await other.save(again)).ok);
    assert.deepEqual((await one.load()).requests, [again]);
  });

  it('row 63: thirty stored requests of 300 kB each are read once, not at every held call', async () => {
    const [one, other] = [open(), open()];
    const large = largeCall('x'.repeat(300_000));
    const made = Array.from({ length: 30 }, (_, n) => requestWith({ id: `CS-${n + 1}`, ...large }));
    for (const each of made) assert.ok((await one.save(each)).ok);
    const first = (await other.load()).requests;
    assert.equal(first.length, 30);
    assert.ok((await one.save(requestWith({ id: 'CS-31' }))).ok);
    for (const window of [one, other]) {
      const known = new Set(window === one ? made : first);
      const again = (await window.load()).requests;
      assert.equal(again.filter((each) => known.has(each)).length, 30);
      assert.equal(again.length, 31);
    }
  });

  it('does not read what it is writing', async () => {
    const window = open();
    const made = Array.from({ length: 40 }, (_, n) => requestWith({ id: `CS-${n + 1}` }));
    const known = new Set(made);
    let isDone = false;
    const saved = Promise.all(made.map((one) => window.save(one))).finally(() => {
      isDone = true;
    });
    while (!isDone) for (const one of (await window.load()).requests) assert.ok(known.has(one), one.id);
    for (const one of await saved) assert.ok(one.ok);
  });

  it('keeps what a newer version wrote beside its own, save after save', async () => {
    const request = requestWith({ id: 'CS-1' });
    writeFileSync(join(folder, 'CS-1.json'), JSON.stringify({ ...request, later: { of: 2 } }));
    const window = open();
    await window.load();
    for (const asked of [2, 3]) {
      assert.ok((await window.save({ ...request, asked })).ok);
      const there: unknown = JSON.parse(readFileSync(join(folder, 'CS-1.json'), 'utf8'));
      assert.deepEqual(there, { ...request, asked, later: { of: 2 } });
    }
  });

  it('leaves nothing half-written behind, and fails whole where it cannot write', async () => {
    const window = open();
    await Promise.all([1, 2, 3].map((n) => window.save(requestWith({ id: `CS-${n}` }))));
    await window.nextNumber();
    const files = [1, 2, 3].flatMap((n) => [`CS-${n}.json`, `CS-${n}.mac`]);
    assert.deepEqual(readdirSync(folder).sort(), [...files, 'last-number']);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    assert.equal((await window.save(requestWith({ id: 'CS-4' }))).ok, false);
    assert.equal((await window.nextNumber()).ok, false);
  });
});
