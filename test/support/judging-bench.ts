/** A window without its editor: how long its thread stands still, and what calls wait for, while the engine judges beside it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { KillableJudge } from '../../src/engine/killable-judge.js';
import { homeAt } from '../../src/node/files/home.js';
import { bashRing, heard } from './desk.js';
import { shellCallOf } from './engine-thread.js';
import { portsWithWriter } from './ports.js';

const place = mkdtempSync(join(tmpdir(), 'countersign-judging-'));
const cwd = join(place, 'workspace');
mkdirSync(cwd);
const site = { cwd, env: { HOME: place }, home: place };
const entry = join(process.cwd(), 'dist/engine-worker.js');

const megabyte = 1_000_000;
const hostile: Readonly<Record<string, string>> = {
  '1 MB of commands': 'rm -rf /srv/a; '.repeat(66_667),
  'backslash and newline, 1 MB': `rm ${'\\\n'.repeat(megabyte / 2)}-rf /srv/a`,
  'nested eval': `${'eval "'.repeat(2_000)}rm -rf /srv${'"'.repeat(2_000)}`,
  'a chain of braces': `rm -rf ${'{a,b}'.repeat(200_000)}`,
  '5,000 substitutions': `${'echo $('.repeat(5_000)}rm -rf /srv${')'.repeat(5_000)}`,
  '100,000 pipes': `rm -rf /srv${' | cat'.repeat(100_000)}`,
  'blanks before a colon, 1 MB': `echo "${' '.repeat(megabyte)}:" > .env; rm -rf /srv/a`,
  'a MySQL statement of 200 kB': `mysql -e "delete from t where ${'(a = 1 or '.repeat(20_000)}1${')'.repeat(20_000)}"`,
  'a PostgreSQL statement of 200 kB': `psql -c "delete from t where ${'(a = 1 or '.repeat(20_000)}true${')'.repeat(20_000)}"`,
};

const delay = monitorEventLoopDelay({ resolution: 1 });

/** What `work` gives, how long it took, and for how long this thread stood still meanwhile at most; milliseconds. */
async function measured<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly ms: number; readonly stallMs: number }> {
  await idle(30);
  delay.reset();
  const started = performance.now();
  const value = await work();
  const ms = performance.now() - started;
  await idle(5);
  return { value, ms, stallMs: delay.max / 1e6 };
}

function idle(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function shown(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function openDesk(judge: KillableJudge): Desk {
  return new Desk({
    ...portsWithWriter(homeAt(join(place, '.countersign')), join(process.cwd(), 'dist/record-writer.js')),
    judge,
    settings: () => defaultSettings,
  });
}

/** A call of its own at each time, as the agent would send it. */
async function ring(desk: Desk, command: string): Promise<string> {
  const answer = await desk.ring(bashRing(command, { cwd, budgetMs: 1, fields: { cwd } }));
  return heard(answer);
}

async function firstCalls(): Promise<void> {
  const judge = new KillableJudge({ entry });
  judge.warm();
  await idle(4_000);
  const first = await measured(() => judge.judge(shellCallOf('git status && ls -la src'), site));
  const later: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    const started = performance.now();
    await judge.judge(shellCallOf(`git diff HEAD~${run} -- src`), site);
    later.push(performance.now() - started);
  }
  const median = later.sort((left, right) => left - right)[100] ?? 0;
  console.log(
    `first call / a later one   ${shown(first.ms)} / ${median.toFixed(2)} ms = ${(first.ms / median).toFixed(1)} x   bar <= 5 x`,
  );
  const desk = openDesk(judge);
  for (const [name, command] of [
    ['first MySQL statement', 'mysql -h db -e "delete from orders where id = 1"'],
    ['first psql statement', 'psql -h db -c "delete from orders where id = 1"'],
    ['1 MB script', hostile['1 MB of commands'] ?? ''],
  ] as const) {
    const { stallMs, ms } = await measured(() => ring(desk, command));
    console.log(
      `${name.padEnd(26)} stall ${shown(stallMs)}, answered after ${shown(ms)}   bar < 50 ms of stall`,
    );
  }
  const holds = await measured(() =>
    Promise.all(Array.from({ length: 50 }, (_, index) => ring(desk, `rm -rf /srv/data/${index}`))),
  );
  console.log(
    `50 holds                   stall ${shown(holds.stallMs)}, all answered after ${shown(holds.ms)}`,
  );
  desk.dispose();
  judge.dispose();
}

async function hostileCalls(): Promise<void> {
  const judge = new KillableJudge({ entry });
  judge.warm();
  await idle(2_000);
  let worst = { name: '', ms: 0, stallMs: 0 };
  for (const [name, command] of Object.entries(hostile)) {
    const { value, ms, stallMs } = await measured(() => judge.judge(shellCallOf(command), site));
    if (value.band === 'quiet' || value.band === 'note') throw new Error(`${name} is ${value.band}`);
    if (ms > worst.ms) worst = { name, ms, stallMs };
    const behind = await measured(() => judge.judge(shellCallOf('ls'), site));
    const { id } = value.findings[0] ?? { id: '' };
    console.log(
      `${name.padEnd(34)} ${shown(ms)} (${id}), stall ${shown(stallMs)}, the next call ${shown(behind.ms)}`,
    );
  }
  console.log(`worst hostile command      ${shown(worst.ms)} (${worst.name})   bar: an ask within 2,000 ms`);
  judge.dispose();
}

async function largeFiles(): Promise<void> {
  const instances = Array.from({ length: 5_000 }, (_, index) => ({
    mode: 'managed',
    type: 'aws_instance',
    name: `web${index}`,
    instances: [{ attributes: { id: `i-${index}`, user_data: 'x'.repeat(1_200) } }],
  }));
  writeFileSync(join(cwd, 'terraform.tfstate'), JSON.stringify({ version: 4, resources: instances }));
  const judge = new KillableJudge({ entry });
  judge.warm();
  await idle(2_000);
  const call = shellCallOf('terraform destroy -auto-approve');
  const assessment = await judge.judge(call, site);
  for (const time of ['first', 'second']) {
    const { ms, stallMs } = await measured(() => judge.foresee(call, assessment, site));
    console.log(`6.5 MB of state, ${time.padEnd(9)} stall ${shown(stallMs)}, previewed after ${shown(ms)}`);
  }
  judge.dispose();
}

// A desk's own timers, such as those that park, keep no program going.
const going = setInterval(() => undefined, 1_000);
delay.enable();
try {
  await firstCalls();
  await hostileCalls();
  await largeFiles();
} finally {
  delay.disable();
  clearInterval(going);
  rmSync(place, { recursive: true, force: true });
}
