/**
 * A window's gate without its editor: calls at once from another process, and how long the window's thread stands still under holds.
 * argv: what to measure: `window` is the gate in a process of its own, `holds` measures holds in this process.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { ringGate } from '../../src/client/ring-gate.js';
import { digestOfCall } from '../../src/core/approval/digest.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { KillableJudge } from '../../src/engine/killable-judge.js';
import { homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { openGates } from '../../src/node/gate/windows.js';
import { bashRing, heard } from './desk.js';
import { portsWithWriter } from './ports.js';
import { request } from './requests.js';

const dist = join(process.cwd(), 'dist');
const [what = '', given = '', label = ''] = process.argv.slice(2);
const place = given === '' ? mkdtempSync(join(tmpdir(), 'countersign-gate-')) : given;
const home = homeAt(join(place, '.countersign'));
const cwd = join(place, 'workspace');
mkdirSync(cwd, { recursive: true });

function openWindow(at = home): {
  readonly desk: Desk;
  readonly id: string;
  readonly close: () => Promise<void>;
} {
  const judge = new KillableJudge({ entry: join(dist, 'engine-worker.js') });
  judge.warm();
  const ports = portsWithWriter(at, join(dist, 'record-writer.js'));
  const desk = new Desk({ ...ports, judge, settings: () => defaultSettings });
  const close = async (): Promise<void> => {
    await desk.dispose();
    judge.dispose();
  };
  return { desk, id: ports.id, close };
}

function idle(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ring(command: string): Promise<boolean> {
  const [gate] = openGates(home.run);
  if (gate === undefined) throw new Error('expected an open gate, got none');
  const payload = Buffer.from(
    JSON.stringify({
      session_id: 'bench',
      cwd,
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: `toolu_${randomBytes(6).toString('hex')}`,
    }),
  );
  const nonce = randomBytes(16).toString('hex');
  const { knock } = gate;
  const about = { v: 1, nonce, knock, agent: 'claude-code', budgetMs: 600_000, pid: process.pid } as const;
  const header = { ...about, cwd, env: { HOME: place }, bytes: payload.length };
  return new Promise((resolve) => {
    ringGate(gate, header, payload, {
      alive: () => undefined,
      // A quiet call is let go with no opinion.
      answered: ({ exitCode, stdout }) => resolve(exitCode === 0 && !stdout.includes('deny')),
      failed: () => resolve(false),
    });
  });
}

/** How many of so many calls at once were let go, and in which time, milliseconds. */
async function atOnce(count: number): Promise<{ readonly answered: number; readonly ms: number }> {
  const started = performance.now();
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => ring(`ls -la src/${n % 20}`)));
  return { answered: answers.filter(Boolean).length, ms: performance.now() - started };
}

/** CPU that the first thread of a process has had, milliseconds; NaN elsewhere than on Linux. */
function threadMs(pid = 0): number {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1');
    const [, user, system] = /\) \S(?: -?\d+){10} (\d+) (\d+)/.exec(stat) ?? [];
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
}

async function measureGate(): Promise<void> {
  const window = spawn(process.execPath, [process.argv[1] ?? '', 'window', place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => window.stdout.once('data', resolve));
  await idle(4_000);
  for (let run = 0; run < 3; run += 1) await atOnce(200);
  const rates: number[] = [];
  const before = threadMs(window.pid);
  for (let run = 0; run < 9; run += 1) {
    const { answered, ms } = await atOnce(200);
    if (answered !== 200) throw new Error(`of 200 calls ${answered} were let go`);
    rates.push(200_000 / ms);
  }
  rates.sort((left, right) => left - right);
  console.log(
    `gate, 200 at once          median ${rates[4]?.toFixed(0)}, best ${rates[8]?.toFixed(0)} calls a second   bar >= 3,000`,
  );
  const each = (threadMs(window.pid) - before) / 1_800;
  console.log(
    `the gate's own thread      ${each.toFixed(2)} ms of CPU a call, so ${(1_000 / each).toFixed(0)} calls a second of a whole core`,
  );
  const { answered, ms } = await atOnce(300);
  console.log(`gate, 300 at once          ${answered} of 300 answered in ${ms.toFixed(0)} ms   bar: all`);
  window.kill('SIGTERM');
  await new Promise((resolve) => window.on('close', resolve));
}

async function measureHolds(): Promise<void> {
  const { desk, close } = openWindow();
  await idle(4_000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const stalls: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    await idle(30);
    delay.reset();
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        desk.ring(bashRing(`rm -rf /srv/data/${run}-${n}`, { cwd, budgetMs: 1, fields: { cwd } })),
      ),
    );
    await idle(5);
    stalls.push(delay.max / 1e6);
  }
  stalls.sort((left, right) => left - right);
  console.log(
    `${`50 holds, ${label}`.padEnd(26)} stall median ${stalls[1]?.toFixed(0)}, worst ${stalls[2]?.toFixed(0)} ms of 3 runs   bar < 50`,
  );
  await close();
}

/** Requests that a window finds when it opens: half of them wait, half are decided and not yet expired. */
function store(count: number, at: string): void {
  mkdirSync(at, { recursive: true });
  const now = Date.now();
  for (let n = 1; n <= count; n += 1) {
    const state =
      n % 2 === 0 ? ({ kind: 'parked' } as const) : ({ kind: 'denied', at: now, reason: '' } as const);
    const made = request({
      id: `CS-${n}`,
      state,
      createdAt: now,
      expiresAt: now + 86_400_000,
      window: 'closed',
    });
    const digest = digestOfCall(made.call, made.assessment);
    writeFileSync(
      join(at, `CS-${n}.json`),
      JSON.stringify({ ...made, digest: digest.ok ? digest.value : '' }),
    );
  }
  writeFileSync(join(at, 'last-number'), `${count}\n`);
}

async function measureStored(): Promise<void> {
  const sides = [];
  for (const count of [5, 5_000]) {
    const at = homeAt(join(place, `stored-${count}`));
    store(count, at.requests);
    const window = openWindow(at);
    await window.desk.restore();
    sides.push({ ...window, times: [] as number[] });
  }
  await idle(4_000);
  for (let run = 0; run < 60; run += 1) {
    for (const { desk, times } of sides) {
      const started = performance.now();
      const answer = await desk.ring(
        bashRing(`rm -rf /srv/one/${run}`, { cwd, budgetMs: 1, fields: { cwd } }),
      );
      heard(answer);
      times.push(performance.now() - started);
    }
  }
  const [few = 0, many = 0] = sides.map(({ times }) => times.sort((left, right) => left - right)[30] ?? 0);
  console.log(
    `a hold with 5,000 / 5      ${many.toFixed(1)} / ${few.toFixed(1)} ms = ${(many / few).toFixed(2)} x   bar <= 1.3 x`,
  );
  for (const { close } of sides) await close();
}

// A desk's own timers keep no program going.
const going = setInterval(() => undefined, 1_000);
if (what === 'window') {
  const { desk, id, close } = openWindow();
  const random = { hex: (bytes: number) => randomBytes(bytes).toString('hex') };
  const gate = await startGate({ home, id, folders: [cwd], desk, random });
  process.on('SIGTERM', () => void close().then(() => gate.dispose().then(() => process.exit())));
  process.stdout.write('open\n');
} else {
  if (what === 'gate') await measureGate();
  if (what === 'holds') await measureHolds();
  if (what === 'stored') await measureStored();
  clearInterval(going);
  await idle(200);
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}
