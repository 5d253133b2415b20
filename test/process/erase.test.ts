/** What lies beside the record of a request goes by a person's word alone, the record says so, and everything that was proven holds. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseCommand } from '../../src/cli/erase.js';
import { retentionCommand } from '../../src/cli/retention.js';
import { digestOfCall } from '../../src/core/approval/digest.js';
import type { Request } from '../../src/core/approval/request.js';
import { decodeEntry } from '../../src/core/record/decode-entry.js';
import { factsOfRequest } from '../../src/core/record/facts.js';
import { CopiesOnDisk } from '../../src/node/copies/copies-on-disk.js';
import { keptLists, listPath, readList } from '../../src/node/copies/copy-list.js';
import { homeAt } from '../../src/node/files/home.js';
import { entryAt, erasuresOf } from '../../src/node/record/find-entries.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { keptRequest } from '../../src/node/requests/kept-request.js';
import { RequestsFile } from '../../src/node/requests/requests-file.js';
import { noon, request } from '../support/requests.js';

const cli = join(process.cwd(), 'dist/cli.js');
const secret = 'only on this card';

describe('erasing what lies beside the record', function () {
  this.timeout(60_000);
  let root: string;

  const home = () => homeAt(root);
  const clock = { now: () => noon };
  const kept = (id: string): string => keptRequest(root, id).kind;

  async function store(one: Request): Promise<void> {
    const saved = await new RequestsFile(home().requests, clock).save(one);
    assert.equal(saved.ok, true);
  }

  /** Its digest is that of the call it shows: what is not so is no request. */
  const whole = (one: Request): Request => {
    const digest = digestOfCall(one.call, one.assessment);
    assert.ok(digest.ok);
    return { ...one, digest: digest.value };
  };
  const denied = (id: string, createdAt = noon): Request =>
    whole(request({ id, createdAt, state: { kind: 'denied', at: createdAt, reason: secret } }));

  async function copy(id: string, ...files: readonly string[]): Promise<void> {
    const paths = files.map((name) => join(root, 'work', name));
    const made = await new CopiesOnDisk(home().copies, clock).keep({ id, cwd: root, summary: 'rm' }, paths);
    assert.equal(made.ok, true);
  }

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'cs-erase-'));
    mkdirSync(join(root, 'work'));
    for (const name of ['one', 'both']) writeFileSync(join(root, 'work', name), `${name} ${secret}`);
    const record = new RecordFile({ folder: home().record, machine: 'm', clock, writer: 'ab' });
    for (const id of ['CS-1', 'CS-2']) {
      const facts = factsOfRequest(denied(id));
      const body = { ...facts, type: 'call.denied', request: id, by: 'person', reason: 'no' } as const;
      assert.equal((await record.append(body)).ok, true);
    }
    assert.ok(await record.checkpoint([]));
    record.close();
    await store(denied('CS-1'));
    await store(denied('CS-2', noon + 86_400_000));
    await copy('CS-1', 'one', 'both');
    await copy('CS-2', 'both');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function erase(answer: string, ...words: readonly string[]) {
    return run(eraseCommand, answer, words);
  }

  async function run(
    command: typeof eraseCommand,
    answer: string,
    words: readonly string[],
    isInteractive = true,
    env = {},
  ) {
    const told: string[] = [];
    const code = await command.run(words, {
      cwd: root,
      env: { HOME: root, COUNTERSIGN_HOME: root, ...env },
      isInteractive,
      input: (async function* () {
        yield new TextEncoder().encode(`${answer}\n`);
      })(),
      out: async (text: string) => void told.push(text),
      error: async (text: string) => void told.push(text),
    });
    return { code, told: told.join('') };
  }

  const said = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: root, COUNTERSIGN_HOME: root, TZ: 'UTC' };
    const done = spawnSync(process.execPath, [cli, ...words], { env, encoding: 'utf8' });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  /** Every file below the home, the record left out. */
  function holdsSecret(folder = root): boolean {
    return readdirSync(folder, { withFileTypes: true }).some((one) => {
      const path = join(folder, one.name);
      if (one.isDirectory()) return one.name !== 'work' && holdsSecret(path);
      return readFileSync(path, 'latin1').includes(secret);
    });
  }

  it('takes card and copies of one request, and nothing of another', async () => {
    const line = said('verify').out.match(/^ {2}(\S+ \d+ \S+)$/m)?.[1] ?? '';
    const { code, told } = await erase('yes', 'CS-1', '--ground', 'asked by the person, Art. 17');
    assert.equal(code, 0, told);
    assert.match(told, /^CS-1: 5 files, .* will be erased and cannot be brought back/);
    assert.deepEqual(
      readdirSync(home().requests).filter((name) => name.startsWith('CS-1.')),
      [],
    );
    assert.equal(kept('CS-1'), 'gone');
    assert.equal(kept('CS-2'), 'kept');
    const list = readList(listPath(home().copies, 'CS-2'), 'CS-2');
    assert.ok(list);
    const objects = readdirSync(join(home().copies, 'objects')).flatMap((name) =>
      readdirSync(join(home().copies, 'objects', name)),
    );
    const file = list.copied.find(({ kind }) => kind === 'file');
    assert.ok(file?.kind === 'file');
    assert.deepEqual(objects, [file.sha256], 'what both need stays');
    assert.equal(keptLists(home().copies).unreadable.length, 0);
    const verified = said('verify', '--checkpoint', line);
    assert.equal(verified.code, 0, verified.err);
    assert.match(said('log').out, /CS-1: card and copies erased by .*, asked by the person, Art\. 17/);
    const folder = home().record;
    const at = erasuresOf(folder, 1, entryAt(folder, 1).line).map((one) => decodeEntry(one)?.body);
    assert.equal(at.length, 1);
    const [body] = at;
    assert.ok(body?.type === 'erased');
    assert.deepEqual([body.requests, body.files], [['CS-1'], 5]);
    assert.deepEqual(erasuresOf(folder, 2, entryAt(folder, 2).line), []);
    assert.deepEqual(erasuresOf(folder, 0, entryAt(folder, 0).line), []);
  });

  it('takes all of a stretch of time, and leaves no plain text behind', async () => {
    assert.equal(holdsSecret(), true);
    const day = new Date(noon).toISOString().slice(0, 10);
    assert.equal((await erase('yes', '--from', day, '--to', `${day}T23:00:00Z`, '--ground', 'g')).code, 0);
    assert.equal(kept('CS-1'), 'gone');
    // Its copy is of that day, its card of the next.
    assert.equal(kept('CS-2'), 'gone');
    assert.equal(holdsSecret(), false);
    assert.equal((await erase('yes', 'CS-1', '--ground', 'g')).code, 1);
    assert.equal(said('verify').code, 0);
  });

  it('erases nothing without a yes, a person, a ground or a request', async () => {
    for (const [words, why, answer] of [
      [['CS-1', '--ground', 'g'], /nothing was erased/, 'no'],
      [['CS-1'], /expected a ground/, 'yes'],
      [['--ground', 'g'], /expected requests/, 'yes'],
      [['CS-1', '--from', '2026-01-01', '--to', '2027-01-01', '--ground', 'g'], /expected requests/, 'yes'],
      [['--from', '2026-01-01', '--ground', 'g'], /expected requests/, 'yes'],
      [['--from', '2027-01-01', '--to', '2026-01-01', '--ground', 'g'], /expected times/, 'yes'],
      [['../CS-1', '--ground', 'g'], /expected a request like CS-142/, 'yes'],
      [['CS-9', '--ground', 'g'], /got none: nothing to erase/, 'yes'],
    ] as const) {
      const { code, told } = await erase(answer, ...words);
      assert.notEqual(code, 0);
      assert.match(told, why);
    }
    const words = ['CS-1', '--ground', 'g'];
    assert.match((await run(eraseCommand, 'yes', words, false)).told, /expected a person/);
    assert.match(
      (await run(eraseCommand, 'yes', words, true, { CLAUDECODE: '1' })).told,
      /expected a person/,
    );
    assert.equal(said('erase', ...words).code, 1);
    assert.equal(kept('CS-1'), 'kept');
    assert.doesNotMatch(said('log').out, /erased/);
  });

  it('erases nothing that can still be answered or run, nor anything under a legal hold', async () => {
    await store(whole(request({ id: 'CS-3' })));
    const waiting = await erase('yes', 'CS-1', 'CS-3', '--ground', 'g');
    assert.equal(waiting.code, 1);
    assert.match(waiting.told, /got CS-3, which can still be answered or run/);
    assert.equal((await run(retentionCommand, 'yes', ['--hold', 'case 7'])).code, 0);
    const held = await erase('yes', 'CS-1', '--ground', 'g');
    assert.equal(held.code, 1);
    assert.match(held.told, /nothing was erased: Legal hold since .* Reason: case 7/);
    assert.equal(kept('CS-1'), 'kept');
  });

  it('erases nothing where that cannot be recorded', async () => {
    rmSync(home().record, { recursive: true });
    writeFileSync(home().record, 'no folder');
    const { code } = await erase('yes', 'CS-1', '--ground', 'g').catch(() => ({ code: 1 }));
    assert.equal(code, 1);
    assert.equal(kept('CS-1'), 'kept');
    assert.ok(existsSync(listPath(home().copies, 'CS-1')));
  });
});
