/** A person alone, with a git remote of theirs as witness: what is put there, and what verify says against it. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../../src/cli/command.js';
import { verifyCommand } from '../../src/cli/verify.js';
import { readAnchor } from '../../src/core/record/checkpoint/anchor.js';
import { systemClock } from '../../src/node/clock.js';
import { homeAt } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { anchorAt, anchorsAt } from '../../src/node/witness/anchoring.js';
import { Witnessing } from '../../src/node/witness/witnessing.js';
import { bareRepository } from '../support/bare-repository.js';
import { TickingClock } from '../support/ticking-clock.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');

describe('a remote that keeps checkpoints', function () {
  this.timeout(120_000);
  let folder: string;
  let remote: string;

  const home = (name = 'cs') => homeAt(join(folder, name));
  const segment = (): string => join(home().record, 'segments/000000.jsonl');
  const lines = (): readonly string[] => readFileSync(segment(), 'utf8').trimEnd().split('\n');

  const recordIn = (name = 'cs') =>
    new RecordFile({ folder: home(name).record, machine: 'm', clock: systemClock, writer: 'ab' });

  const append = async (count: number, name = 'cs', file = 'x'): Promise<void> => {
    const record = recordIn(name);
    for (let n = 0; n < count; n += 1)
      assert.equal(
        (await record.append({ type: 'agent.connected', agent: 'codex', file: `${file} ${n}` })).ok,
        true,
      );
    record.close();
  };

  const anchor = async (name = 'cs'): Promise<void> => {
    const head = await recordIn(name).checkpoint([]);
    assert.ok(head);
    assert.deepEqual(await anchorAt(remote, head, home(name), Date.now()), { ok: true, value: undefined });
  };

  const verify = (...words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home().root };
    const done = spawnSync(process.execPath, [cli, 'verify', ...words], {
      env,
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  const refused = (words: RegExp): void => {
    const done = verify();
    assert.equal(done.code, 1, done.out + done.err);
    assert.match(done.err, words);
  };

  const choose = async (answer: string, isInteractive = true) => {
    const said: string[] = [];
    const terminal: Terminal = {
      cwd: folder,
      env: { COUNTERSIGN_HOME: home().root },
      isInteractive,
      input: (async function* () {
        yield new TextEncoder().encode(`${answer}\n`);
      })(),
      out: async (text) => void said.push(text),
      error: async (text) => void said.push(text),
    };
    return { code: await verifyCommand.run(['--witness', remote], terminal), text: said.join('') };
  };

  const inRemote = (...words: readonly string[]): string =>
    execFileSync('git', ['-C', remote, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cs-witness-'));
    remote = bareRepository(
      join(folder, 'remote.git'),
      ['receive.denyNonFastForwards', 'true'],
      ['receive.denyDeletes', 'true'],
    );
    await append(5);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is chosen by a person at a terminal, once, and holds no more than size and root', async () => {
    assert.equal((await choose('yes', false)).code, 1);
    const no = await choose('no');
    assert.equal(no.code, 1);
    assert.match(no.text, /nothing was put anywhere/);
    assert.equal(verify().out.includes('No witness'), true);
    const yes = await choose('yes');
    assert.equal(yes.code, 0, yes.text);
    assert.match(yes.text, /branch countersign-log/);
    const message = inRemote('log', '--format=%B', 'countersign-log');
    assert.ok(readAnchor(message));
    for (const secret of ['codex', 'agent.connected', '"seq"']) assert.equal(message.includes(secret), false);
    assert.equal(inRemote('ls-tree', 'countersign-log'), '');
    const done = verify();
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /the remote .*remote\.git saw 7 entries on .*: they are as they were/);
    assert.match(done.out, /Every entry is witnessed\./);
    await append(2);
    assert.match(verify().out, /2 entries are not witnessed yet, since 20/);
    assert.match(lines().at(-3) ?? '', /witness\.chosen/);
  });

  it('shows what was cut, emptied, rewritten and begun anew, by verify alone', async () => {
    await anchor();
    await append(3);
    await anchor();
    const [kept, whole] = [join(folder, 'kept'), lines()];
    cpSync(home().root, kept, { recursive: true });
    const back = (): void => {
      rmSync(home().root, { recursive: true });
      cpSync(kept, home().root, { recursive: true });
      rmSync(join(home().root, 'checkpoint'), { force: true });
    };
    back();
    assert.equal(verify().code, 0);
    writeFileSync(segment(), `${whole.slice(0, 7).join('\n')}\n`);
    refused(
      /entries are missing: the remote .* saw 9 entries on 20.*, and the record has 7; the first that is missing is entry 7/,
    );
    back();
    rmSync(home().record, { recursive: true });
    refused(
      /entries are missing: the remote .* saw 6 entries on 20.* and the record has 0; the first that is missing is entry 0/,
    );
    back();
    rmSync(home().record, { recursive: true });
    await append(8, 'cs', 'forged');
    refused(/the record was rewritten: the remote .* saw 6 entries on 20/);
    back();
    rmSync(home().record, { recursive: true });
    rmSync(join(home().root, 'log-key.pem'));
    await append(8, 'cs', 'forged');
    refused(/the record was begun anew: the remote .* saw 6 entries on 20.* of the record countersign\//);
    // Also where the forger then has the remote see the forgery.
    await anchor();
    refused(/the record was begun anew: the remote .* saw 6 entries/);
    back();
    assert.equal(verify().code, 0);
  });

  it('says where the chain breaks who saw what stood there, and when, and who saw no more than what stands', async () => {
    await anchor();
    await append(4);
    assert.match(verify().out, /4 entries are not witnessed yet/);
    const whole = lines();
    const broken = (changed: readonly string[]): string => {
      writeFileSync(segment(), `${changed.join('\n')}\n`);
      const done = verify();
      assert.equal(done.code, 1, done.out);
      return done.err;
    };
    const seen =
      /the remote .* saw 6 entries on 20\S+ \S+, entry 3 among them: it was changed, moved or taken away since/;
    const changed = whole.map((one, at) => (at === 3 ? one.replace('x 2', 'y 2') : one));
    assert.match(broken(changed), /the chain breaks at entry 4 /);
    assert.match(broken(changed), seen);
    assert.match(broken(whole.filter((_, at) => at !== 3)), seen);
    // What stands whole before the break is as the remote saw it, and what it did not see nobody else did.
    const late = broken(whole.filter((_, at) => at !== 8));
    assert.match(late, /the chain breaks at entry 8 /);
    assert.match(late, /the remote .* saw 6 entries on 20\S+ \S+: they are as they were/);
    const told = JSON.parse(verify('--json').out);
    assert.deepEqual([told.ok, told.firstBad, told.witnesses.at(-1).standing], [false, 8, 'agrees']);
  });

  it('says of a record that was rewritten whole and grew no word of its own for it', async () => {
    await anchor();
    rmSync(home().record, { recursive: true });
    rmSync(join(home().root, 'checkpoint'));
    await append(8, 'cs', 'forged');
    // Its new tree and checkpoint agree with themselves.
    const done = verify();
    assert.match(done.err, /the record was rewritten: the remote .* saw 6 entries on 20/);
    assert.doesNotMatch(done.err, /are as they were/);
  });

  it('keeps what it saw: the branch is neither moved back nor deleted, and where a host lets it be, that is seen', async () => {
    await anchor();
    await append(1);
    await anchor();
    assert.throws(() =>
      execFileSync('git', ['-C', folder, 'push', '-q', remote, '+HEAD:refs/heads/countersign-log'], {
        stdio: 'pipe',
      }),
    );
    inRemote('update-ref', '-d', 'refs/heads/countersign-log');
    refused(/the remote .* no longer holds the checkpoint over 7 entries that was put there on 20/);
    renameSync(remote, `${remote}.away`);
    const away = verify();
    assert.equal(away.code, 0);
    assert.match(away.err, /could not be asked, so the record was not held against it/);
    assert.match(away.out, /No witness/);
  });

  it('is told at each decision and each hour, in a window, and nothing twice', async () => {
    const clock = new TickingClock(Date.now());
    const checkpoints = recordIn();
    const team = remote;
    const witnessing = new Witnessing({ home: home(), checkpoints, clock, team: () => team });
    const seen = async (): Promise<readonly number[]> => {
      const anchors = await anchorsAt(remote, home());
      return anchors.ok ? anchors.value.map(({ checkpoint }) => checkpoint.size) : [];
    };
    const saw = (...sizes: readonly number[]) =>
      until(
        'the checkpoints',
        async () => ((await seen()).join() === sizes.join() ? true : undefined),
        30_000,
      );
    witnessing.written({ type: 'recovery', detail: 'x' });
    clock.pass(60_000);
    await append(1);
    witnessing.written({ type: 'guard.drifted', agent: 'codex', problem: 'removed', file: '/x', line: 1 });
    clock.pass(10_000);
    await saw(7);
    await witnessing.now();
    await saw(7);
    await append(1);
    clock.pass(3_600_000);
    await saw(8, 7);
    assert.match(verify().out, /Every entry is witnessed/);
    witnessing.dispose();
  });

  it('keeps the checkpoints of several that come at once, and believes only a record’s own key', async () => {
    for (const name of ['one', 'two', 'three']) await append(2, name);
    await Promise.all(['cs', 'one', 'two', 'three'].map((name) => anchor(name)));
    const anchors = await anchorsAt(remote, home());
    assert.ok(anchors.ok);
    assert.equal(new Set(anchors.value.map(({ checkpoint }) => checkpoint.origin)).size, 4);
    const message = inRemote('log', '-1', '--format=%B', 'countersign-log');
    const forged = message.replace(/^(countersign\/\S+)\n(\d+)\n/m, '$1\n1$2\n');
    assert.notEqual(forged, message);
    assert.equal(readAnchor(forged), undefined);
    assert.equal(readAnchor(message.replace('Countersign checkpoint', 'Another')), undefined);
  });
});
