/** One home, two versions: the last landed one, built from the history, and this one. Neither loses or breaks the other's. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfCall } from '../../src/core/approval/digest.js';
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { canonical } from '../../src/core/shared/canonical.js';
import { Ledger } from '../../src/desk/ledger.js';
import { guardNotesIn } from '../../src/node/agents/guard-notes.js';
import { homeAt } from '../../src/node/files/home.js';
import { loadSettings, saveSettings } from '../../src/node/files/settings-file.js';
import { RequestsFile } from '../../src/node/requests/requests-file.js';
import { decodeRegistration } from '../../src/protocol/registration.js';
import { MemoryRecord } from '../support/desk.js';
import { buildPrevious, hasPreviousVersion } from '../support/previous-version.js';
import { request as heldRequest, noon, shellCall } from '../support/requests.js';

const newCli = join(process.cwd(), 'dist/cli.js');

describe('invariant 15: a home that two versions share', function () {
  this.timeout(120_000);
  let previous: Awaited<ReturnType<typeof buildPrevious>>;
  let folder: string;

  before(async function () {
    if (!hasPreviousVersion() && process.env['CI'] === undefined) return this.skip();
    previous = await buildPrevious();
  });

  after(() => {
    if (previous !== undefined) rmSync(previous.folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-versions-')));
    mkdirSync(join(folder, 'work'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const home = () => homeAt(join(folder, 'cs'));

  const start = (program: string, args: readonly string[], input = '') => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home().root };
    const done = spawnSync(process.execPath, [program, ...args], {
      cwd: join(folder, 'work'),
      env,
      input,
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  /** What the older version's own modules say, as JSON. */
  const old = (what: string, given: unknown = ''): unknown => {
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    const done = start(previous.library, [what, text]);
    assert.equal(done.code, 0, done.err);
    return JSON.parse(done.out);
  };

  const ring = (program: string, command: string) =>
    start(
      program,
      ['hook', 'claude-code'],
      JSON.stringify({
        session_id: 's1',
        cwd: join(folder, 'work'),
        hook_event_name: 'PreToolUse',
        tool_name: 'Bash',
        tool_input: { command },
        tool_use_id: `toolu_${command.length}`,
      }),
    );

  const segment = () => join(home().record, 'segments/000000.jsonl');
  const lines = () => readFileSync(segment(), 'utf8').trimEnd().split('\n');

  const holdsFor = (program: string, entries: number) => {
    const verified = start(program, ['verify', '--json']);
    assert.equal(verified.code, 0, verified.err + verified.out);
    assert.equal(JSON.parse(verified.out).entries, entries);
    return JSON.parse(verified.out);
  };

  /** An entry of a version to come, behind what the record holds. */
  const appendLater = (entry: object) => {
    const prev = createHash('sha256')
      .update(lines().at(-1) ?? '')
      .digest('hex');
    const line = canonical({ v: 1, seq: lines().length, prev, ts: Date.now(), writer: 'cd', ...entry });
    assert.ok(line.ok);
    appendFileSync(segment(), `${line.value}\n`);
    return line.value;
  };

  it('has one record, whoever wrote last', () => {
    for (const program of [previous.cli, newCli, previous.cli, newCli]) {
      const quiet = ring(program, 'ls');
      assert.equal(quiet.code, 0, JSON.stringify([program, quiet]));
      assert.match(ring(program, 'terraform destroy -auto-approve').out, /"deny"/);
    }
    const size = lines().length;
    for (const program of [previous.cli, newCli]) {
      holdsFor(program, size);
      const log = start(program, ['log', '--json']);
      assert.equal(log.code, 0, log.err);
      assert.equal(log.out.trimEnd().split('\n').length, Math.min(size, 50));
    }
    assert.equal(holdsFor(newCli, size).newer, 0);
  });

  it('keeps what a version to come has written: log and verify say the same, and both versions go on behind it', () => {
    ring(newCli, 'ls');
    const written = [
      appendLater({ body: { type: 'call.teleported', to: 'mars', session: 's1', callId: 'c' } }),
      appendLater({ body: { type: 'recovery', detail: 'x', cause: 'a crash' } }),
      appendLater({ body: { type: 'agent.connected', agent: 'another-agent', file: '/x' } }),
    ];
    ring(newCli, 'pwd');
    ring(previous.cli, 'id');
    const size = lines().length;
    assert.equal(holdsFor(newCli, size).newer, 3);
    holdsFor(previous.cli, size);
    const log = start(newCli, ['log']);
    assert.equal(log.code, 0, log.err);
    assert.match(log.out, /Written by a newer version: call\.teleported/);
    assert.match(log.err, /3 entries were written by a newer version/);
    const raw = start(newCli, ['log', '--json']).out.split('\n');
    for (const line of written) assert.ok(raw.includes(line));
    const later = appendLater({ v: 2, body: { kind: 'other' }, signed: true });
    assert.equal(holdsFor(newCli, size + 1).newer, 4);
    ring(newCli, 'date');
    assert.equal(holdsFor(newCli, lines().length).newer, 4);
    assert.ok(lines().includes(later));
  });

  it('calls damaged what is, in log and in verify', () => {
    ring(newCli, 'ls');
    appendLater({ body: { type: 'recovery', detail: 7 } });
    for (const command of ['log', 'verify']) assert.equal(start(newCli, [command]).code, 1, command);
  });

  const digested = (change: Partial<Request>): Request => {
    const made = heldRequest({ call: shellCall('rm -rf /srv/data'), ...change });
    const digest = digestOfCall(made.call, made.assessment);
    return { ...made, digest: digest.ok ? digest.value : '' };
  };

  const store = () => new RequestsFile(home().requests, { now: () => noon });
  const filesIn = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      readdirSync(home().requests).map((name) => [name, readFileSync(join(home().requests, name), 'utf8')]),
    );

  const states: readonly Request['state'][] = [
    { kind: 'parked' },
    { kind: 'countersigning', at: noon },
    { kind: 'approved', at: noon },
    { kind: 'denied', at: noon, reason: 'no' },
    { kind: 'void', at: noon, code: 'ground-changed' },
  ];

  it('has one pile of requests', async () => {
    const requests = states.map((state, index) => digested({ id: `CS-${index + 1}`, state, window: '' }));
    assert.deepEqual(
      old('save', requests),
      requests.map(() => true),
    );
    const loaded = await store().load();
    assert.deepEqual([loaded.requests, loaded.newer, loaded.unreadable], [requests, [], []]);
    for (const request of requests) assert.ok((await store().save(request)).ok);
    assert.deepEqual(old('load'), { requests, unreadable: [] });
  });

  it('leaves a request of a version to come as it lies, in every hand', async () => {
    const known = digested({ id: 'CS-1', state: { kind: 'approved', at: noon }, expiresAt: noon + 1 });
    const later = [
      { ...known, id: 'CS-1', state: { kind: 'escalated', at: noon } },
      { ...known, id: 'CS-2', ceremony: { kind: 'spoken', name: 'x' } },
      { ...known, id: 'CS-3', state: { kind: 'void', at: noon, code: 'sun-set' } },
      { ...known, id: 'CS-4', call: { ...known.call, stdin: 'yes' } },
    ];
    mkdirSync(home().requests, { recursive: true, mode: 0o700 });
    for (const request of later)
      writeFileSync(join(home().requests, `${request.id}.json`), JSON.stringify(request));
    const before = filesIn();
    const windows = { self: 'w1', isOpen: () => false };
    const ledger = new Ledger({ record: new MemoryRecord(), requests: store(), windows });
    await ledger.refresh();
    assert.deepEqual(ledger.list(), []);
    assert.deepEqual(
      ledger.newer().map(({ id }) => id),
      ['CS-1', 'CS-2', 'CS-3', 'CS-4'],
    );
    assert.equal((await store().save(known)).ok, false);
    old('refresh');
    assert.deepEqual(filesIn(), before);
  });

  it('keeps fields that the other version does not know', async () => {
    const known = digested({ id: 'CS-1', state: { kind: 'parked' }, window: '' });
    mkdirSync(home().requests, { recursive: true, mode: 0o700 });
    writeFileSync(join(home().requests, 'CS-1.json'), JSON.stringify({ ...known, priority: 'high' }));
    const [loaded] = (await store().load()).requests;
    assert.ok(loaded);
    assert.ok((await store().save({ ...loaded, asked: 2 })).ok);
    assert.deepEqual(JSON.parse(filesIn()['CS-1.json'] ?? ''), { ...known, priority: 'high', asked: 2 });

    old('save-settings', { ...defaultSettings, askFrom: 33 });
    assert.equal(loadSettings(home()).askFrom, 33);
    writeFileSync(join(home().root, 'settings.json'), JSON.stringify({ ...defaultSettings, theme: 'dark' }));
    saveSettings(home(), { ...defaultSettings, askFrom: 44 });
    assert.match(readFileSync(join(home().root, 'settings.json'), 'utf8'), /"theme":"dark"/);
    // The version before knew no months.
    const { keepMonths: _, ...before } = { ...defaultSettings, askFrom: 44 };
    assert.deepEqual(old('settings'), before);

    const note = { files: ['/a'], verified: { at: 1, canary: { kind: 'passed' } } } as const;
    old('save-note', note);
    assert.deepEqual(guardNotesIn(home()).of('claude-code'), note);
    assert.ok(guardNotesIn(home()).keep('claude-code', note).ok);
    assert.deepEqual(old('note'), note);
    const path = join(home().root, 'agents/claude-code.json');
    writeFileSync(path, JSON.stringify({ files: ['/a'], verified: { at: 1, canary: { kind: 'late' } } }));
    assert.deepEqual(guardNotesIn(home()).of('claude-code'), { files: ['/a'] });
  });

  it('finds the other version’s windows', () => {
    const gate = {
      v: 1,
      id: 'g',
      pid: 1,
      socket: '/s',
      folders: ['/w'],
      knock: 'k',
      seal: 's',
      startedAt: 1,
    };
    const path = join(folder, 'g.json');
    writeFileSync(path, JSON.stringify({ ...gate, speaks: ['v2'] }));
    assert.deepEqual(old('registration', path), gate);
    assert.deepEqual(JSON.parse(JSON.stringify(decodeRegistration(readFileSync(path, 'utf8')))), gate);
  });
});
