/**
 * Row 40: a yes that nobody gave, put on the disk by whoever can write files and does not have this home's secret: a request's
 * file, an entry of the record, or both.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { decodeEntry } from '../../src/core/record/decode-entry.js';
import { factsOfRequest } from '../../src/core/record/facts.js';
import { canonical } from '../../src/core/shared/canonical.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { liveText } from '../../src/messages/cards/state.js';
import { homeAt } from '../../src/node/files/home.js';
import { bashRing, heard } from '../support/desk.js';
import { portsInThread } from '../support/ports.js';

const command = 'kubectl --context prod-eu delete namespace orders';

describe('row 40: a yes that nobody gave', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-forged-')));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const home = () => homeAt(join(folder, 'cs'));
  const segment = (): string => join(home().record, 'segments/000000.jsonl');
  const lines = (): readonly string[] => readFileSync(segment(), 'utf8').trimEnd().split('\n');
  const fileOf = (id: string): string => join(home().requests, `${id}.json`);
  const window = () => {
    const ports = portsInThread(home());
    return new Desk({ ...ports, judge: createJudge(), settings: () => defaultSettings });
  };

  /** The agent's call, at a window that has just opened. */
  const ask = async (desk: Desk): Promise<string> => {
    await desk.restore();
    const gone = new AbortController();
    const ring = bashRing(command, {
      cwd: folder,
      env: { HOME: folder, PATH: '/usr/bin' },
      fields: { cwd: folder },
    });
    return heard(await desk.ring(ring, gone.signal, () => gone.abort()));
  };

  /** A request that waits, as a window left it. */
  const parked = async (): Promise<Request> => {
    const desk = window();
    await ask(desk);
    const [request] = desk.requests();
    assert.ok(request);
    return request;
  };

  const forgeFile = (request: Request, change: object = {}): void => {
    const there: object = JSON.parse(readFileSync(fileOf(request.id), 'utf8'));
    const state = { kind: 'approved', at: Date.now() };
    writeFileSync(fileOf(request.id), JSON.stringify({ ...there, state, window: '', ...change }));
  };

  /** An entry behind the record's end, with hashes that hold. */
  const forgeEntry = (body: object): void => {
    const all = lines();
    const entry = {
      v: 1,
      seq: all.length,
      prev: sha256(all.at(-1) ?? ''),
      ts: Date.now(),
      writer: 'ab',
      body,
    };
    const line = canonical(entry);
    assert.ok(line.ok);
    appendFileSync(segment(), `${line.value}\n`);
  };

  const approvedEntry = (request: Request): object => ({
    ...factsOfRequest(request),
    type: 'call.approved',
    request: request.id,
    by: 'person',
    typed: true,
  });

  const verify = () => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home().root };
    const done = spawnSync(process.execPath, ['dist/cli.js', 'verify'], { env, encoding: 'utf8' });
    return { code: done.status, said: done.stdout + done.stderr };
  };

  /** The agent's next try at a new window: asked anew, and the card of the old request says why. */
  const isVoid = async ({ id }: Request): Promise<void> => {
    const desk = window();
    assert.match(await ask(desk), /^deny: Waiting for approval/);
    const old = desk.requests().find((one) => one.id === id);
    assert.ok(old);
    assert.deepEqual([old.state.kind, 'code' in old.state && old.state.code], ['void', 'not-ours']);
    assert.match(liveText(old, Date.now()).detail, /not written by this installation/);
    assert.ok(!lines().some((line) => line.includes('"call.released"')));
  };

  const approve = async (desk: Desk, { id, digest, ceremony }: Request): Promise<void> => {
    const typed = ceremony.kind === 'typed' ? { typed: ceremony.name } : {};
    assert.equal((await desk.decide(id, { kind: 'approve', digest, ...typed })).ok, true);
  };

  it('releases nothing where file and entry are forged, and verify names the entry', async () => {
    const request = await parked();
    forgeFile(request);
    const body = approvedEntry(request);
    forgeEntry(body);
    assert.ok(decodeEntry(lines().at(-1) ?? ''), 'the forged entry is one');
    const forged = lines().length - 1;
    await isVoid(request);
    const { code, said } = verify();
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`1 entry has no MAC of this installation: ${forged}\\.`));
  });

  it('is not a yes with a MAC that is made up, and verify fails by that', async () => {
    const request = await parked();
    forgeFile(request);
    forgeEntry(approvedEntry(request));
    const macs = join(home().record, 'macs');
    appendFileSync(macs, `${'ab'.repeat(16)}\n`);
    const forged = lines().length - 1;
    await isVoid(request);
    const { code, said } = verify();
    assert.equal(code, 1, said);
    assert.match(
      said,
      new RegExp(`1 entry was not written by this installation as they stand: ${forged}\\.`),
    );
  });

  it('is not another yes: what a request stood on is not exchanged behind one that was given', async () => {
    const desk = window();
    await ask(desk);
    const [request] = desk.requests();
    assert.ok(request?.basis);
    await approve(desk, request);
    const { basis } = request;
    const salt = 'f'.repeat(32);
    forgeFile(request, { basis: { ...basis, salt } });
    await isVoid(request);
  });

  it('does not become ours by being written again', async () => {
    const request = await parked();
    const desk = window();
    await desk.restore();
    await approve(desk, request);
    forgeFile(request, { asked: 7 });
    const ports = portsInThread(home());
    const [stored] = (await ports.requests.load()).requests;
    assert.ok(stored);
    await ports.requests.save({ ...stored, asked: 8 });
    assert.deepEqual((await portsInThread(home()).requests.load()).foreign, [request.id]);
  });

  it('is one where a person gave it: the next window lets the call run, and verify has nothing to say', async () => {
    const request = await parked();
    const desk = window();
    await desk.restore();
    await approve(desk, request);
    assert.match(await ask(window()), /^allow/);
    const { code, said } = verify();
    assert.equal(code, 0);
    assert.doesNotMatch(said, /MAC/);
  });

  it('leaves a record whole that older versions wrote, alone and before this one', async () => {
    await parked();
    rmSync(join(home().record, 'macs'));
    // An older version's first entry says nothing of MACs.
    const segment = join(home().record, 'segments', '000000.jsonl');
    const [genesis = '', ...rest] = readFileSync(segment, 'utf8').trimEnd().split('\n');
    writeFileSync(segment, `${chained([genesis.replace('"macs":true,', ''), ...rest]).join('\n')}\n`);
    for (const name of ['checkpoint', 'record/tree'])
      rmSync(join(home().root, name), { recursive: true, force: true });
    assert.match(verify().said, /holds[\s\S]*No entry has a MAC/);
    await ask(window());
    const { code, said } = verify();
    assert.equal(code, 0, said);
    assert.doesNotMatch(said, /MAC/);
  });
});

/** The same lines, each behind the one before it. */
function chained(lines: readonly string[]): readonly string[] {
  let prev = '0'.repeat(64);
  return lines.map((one) => {
    const line = one.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    prev = sha256(line);
    return line;
  });
}
