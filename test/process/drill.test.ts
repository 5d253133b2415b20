import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedCommand, plainCommand } from '../../src/agents/command.js';
import type { Request } from '../../src/core/approval/request.js';
import { settingsFrom } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import { install, launcherPath } from '../../src/node/install/install.js';
import type { Decision } from '../../src/protocol/decision.js';
import { portsInThread } from '../support/ports.js';
import { root } from '../support/source.js';

const rebuild = 'aws\telasticbeanstalk\trebuild-environment\t--environment-name\tcost-explorer-prod';

interface Played {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What the stand-ins wrote down. */
  readonly calls: readonly string[];
}

describe('the drill', function () {
  this.timeout(60_000);

  let folder: string;
  let home: Home;
  let gate: Gate | undefined;
  let desk: Desk | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drill-test-'));
    home = homeAt(join(folder, 'countersign'));
    const installed = install({ home, bundles: join(root, 'dist') });
    assert.ok(installed.ok, 'the doorbell is installed');
  });

  afterEach(async () => {
    desk?.dispose();
    await gate?.dispose();
    desk = undefined;
    gate = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a gate whose person answers each pending request once, by its command. */
  async function openGate(
    answer: (request: Request) => Decision,
    holdMinutes = 55,
  ): Promise<readonly Request[]> {
    const { id, random, ...ports } = portsInThread(home);
    const opened = new Desk({
      ...ports,
      random,
      judge: createJudge(),
      settings: () => settingsFrom({ holdMinutes }),
    });
    const seen: Request[] = [];
    const awaited = holdMinutes < 1 ? 'parked' : 'pending';
    opened.onChange(() => {
      for (const request of opened.requests()) {
        if (request.state.kind !== awaited || seen.some((one) => one.id === request.id)) continue;
        seen.push(request);
        setImmediate(() => void opened.decide(request.id, answer(request)));
      }
    });
    desk = opened;
    gate = await startGate({ home, id, folders: [join(folder, 'elsewhere')], desk: opened, random });
    return seen;
  }

  async function play(words: readonly string[] = []): Promise<Played> {
    const doorbell = {
      launcher: launcherPath(home),
      platform: process.platform === 'win32' ? 'win32' : 'posix',
    } as const;
    const hook = guardedCommand(doorbell, { agent: 'claude-code', event: 'PreToolUse' });
    const report = plainCommand(doorbell, { agent: 'claude-code', event: 'PostToolUse' });
    const kit = join(folder, 'kit');
    const child = spawn(
      process.execPath,
      [
        join(root, 'dist', 'drill.js'),
        '--hook',
        hook,
        '--report',
        report,
        '--kit',
        kit,
        '--pace',
        '0',
        ...words,
      ],
      {
        env: { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home.root },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, out, err, calls: linesOf(join(kit, 'calls.log')) };
  }

  const yes = (request: Request): Decision => ({
    kind: 'approve',
    digest: request.digest,
    ...(request.ceremony.kind === 'typed' ? { typed: request.ceremony.name } : {}),
  });
  const no = (request: Request): Decision => ({
    kind: 'deny',
    digest: request.digest,
    reason: 'Rebuilding loses the database',
  });

  it('approved: the stand-in is called exactly once, and only after the name was typed', async () => {
    const seen = await openGate(yes);
    const played = await play();
    assert.deepEqual([played.code, played.err], [0, '']);
    assert.deepEqual(played.calls, [rebuild]);
    assert.equal(seen.length, 1, 'nothing but the rebuild asked a person');
    assert.deepEqual(seen[0]?.ceremony, { kind: 'typed', name: 'cost-explorer-prod' });
    assert.match(played.out, /gate {3}allowed/);
    showsChange(seen[0]);
    tellsRecord(played.out);
    tellsReport(played.out, /What became of it: it ran, and ended at 20/);
  });

  /** The person saw what would be deleted and created. */
  function showsChange(request: Request | undefined): void {
    assert.deepEqual(request?.change.sources, ['infra/terraform.tfstate']);
    const signs = request.change.items.map((item) => (item.kind === 'object' ? item.sign : 'file'));
    assert.deepEqual(signs, ['replaced', 'replaced', 'replaced', 'replaced', 'changed']);
  }

  /** The transcript tells each decision by the hash that chains it. */
  function tellsRecord(out: string): void {
    const told = out.slice(out.indexOf('What the record says'));
    assert.match(told, /8 calls let through without a question/);
    assert.match(told, /entry \d+: CS-1 held \(score 95, hash [0-9a-f]{12}\)/);
    assert.match(told, /CS-1 approved, name typed/);
    assert.match(told, /CS-1 released once/);
    const hashes = [...told.matchAll(/hash ([0-9a-f]{12})/g)].map((found) => found[1] ?? '');
    const chain = readFileSync(join(home.record, 'segments', '000000.jsonl'), 'utf8');
    assert.deepEqual(
      hashes.filter((hash) => !chain.includes(`"prev":"${hash}`)),
      [],
    );
  }

  /** The drill ends with the report that whoever looks into it later would read. */
  function tellsReport(out: string, ...said: readonly RegExp[]): void {
    const told = out.slice(out.indexOf('What an incident report says'));
    assert.match(told, /# Incident report/);
    assert.match(told, /- 1 call was held: /);
    assert.match(
      told,
      /### CS-1: `aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod`/,
    );
    assert.match(told, /Proof: `countersign receipt CS-1`/);
    for (const words of said) assert.match(told, words);
  }

  it('denied: the rebuild never runs, and the agent reads the reason', async () => {
    const seen = await openGate(no);
    const played = await play();
    assert.deepEqual([played.code, played.calls], [0, []]);
    assert.equal(seen.length, 1, 'what the agent does instead asks nobody');
    assert.match(played.out, /gate {3}denied/);
    assert.match(played.out, /Rebuilding loses the database/);
    assert.match(played.out, /I leave the environment as it is/);
    tellsReport(
      played.out,
      /- Stopped: CS-1, `aws elasticbeanstalk.*said no: denied, it did not run\. It would have taken away \d+ things; lost for good: database `/,
      /What the card said: Delete and re-create the environment cost-explorer-prod/,
      /What the agent did before: .*`grep environment:/,
      /said no at 20.* Reason: `Rebuilding loses the database/,
    );
  });

  it('parked: the agent asks once more, and a late yes lets exactly that run', async () => {
    // Long enough for the yes of who saw the first one parked.
    await openGate(yes, 0.02);
    const played = await play();
    assert.deepEqual(played.calls, [rebuild]);
    assert.match(played.out, /Waiting for approval/);
  });

  it('without a gate: denied, and no stand-in is called for the rebuild', async () => {
    const played = await play();
    assert.equal(played.code, 0);
    assert.equal(played.calls.includes(rebuild), false);
    assert.match(played.out, /no editor window with Countersign is open/);
  });

  it('without a doorbell: everything is blocked, and the drill says so and ends', async () => {
    rmSync(home.bin, { recursive: true, force: true });
    const played = await play();
    assert.deepEqual([played.code, played.calls], [1, []]);
    assert.match(played.out, /Countersign is not available: blocked\./);
    assert.equal(played.out.includes('rebuild-environment'), false);
  });

  it('refuses a folder with other files in it', async () => {
    const busy = mkdtempSync(join(folder, 'busy-'));
    writeFileSync(join(busy, 'notes.txt'), 'mine');
    const played = await play(['--workspace', busy]);
    assert.equal(played.code, 1);
    assert.match(played.err, /^expected an empty folder or an earlier demo workspace/);
    assert.equal(readFileSync(join(busy, 'notes.txt'), 'utf8'), 'mine');
  });

  it('plays again in the same workspace', async () => {
    await openGate(yes);
    const workspace = join(folder, 'again');
    assert.equal((await play(['--workspace', workspace])).calls.length, 1);
    const second = await play(['--workspace', workspace]);
    assert.deepEqual(second.calls, [rebuild]);
    assert.match(second.out, /1 test, 1 failed[\s\S]*1 test, 1 passed/);
  });
});

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}
