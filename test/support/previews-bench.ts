/** Large folders, plans, packs and diffs as a window would have them previewed, each several times on a thread of its own. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { countsOf } from '../../src/core/change/change.js';
import type { Foreseen } from '../../src/core/change/change-of.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import { KillableJudge } from '../../src/engine/killable-judge.js';
import { changeView } from '../../src/messages/cards/change.js';
import { shellCallOf } from './engine-thread.js';

const files = Number(process.argv[2] ?? 100_000);
const megabytes = Number(process.argv[3] ?? 500);
const runs = 20;
const place = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-previews-')));
const home = join(place, 'home');
const delay = monitorEventLoopDelay({ resolution: 1 });
const judge = new KillableJudge({ entry: join(process.cwd(), 'dist/engine-worker.js') });

function git(cwd: string, ...words: readonly string[]): void {
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...who, '-c', 'gc.auto=0', ...words], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function folder(...parts: readonly string[]): string {
  const path = join(place, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Files in folders of a hundred, as a tree of packages or of images has them. */
function fill(path: string, count: number): void {
  for (let at = 0; at < count; at += 1) {
    const parent = join(path, `d${Math.floor(at / 10_000)}`, `e${Math.floor(at / 100) % 100}`);
    if (at % 100 === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `f${at}.txt`), `${at}\n`);
  }
}

function idle(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly stall: number;
}

async function timed(work: () => Promise<unknown> | undefined, count = runs): Promise<Times> {
  const times: number[] = [];
  let stall = 0;
  for (let run = 0; run < count; run += 1) {
    await idle(20);
    delay.reset();
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
    await idle(5);
    stall = Math.max(stall, delay.max / 1e6);
  }
  times.sort((left, right) => left - right);
  const at = (part: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), stall };
}

/** The change of one call, and how long it took, with the view that a card draws of it. */
async function previewed(name: string, call: ToolCall, bar: string, count = runs): Promise<void> {
  const site = { cwd: call.cwd, env: { HOME: home }, home };
  const assessment = await judge.judge(call, site);
  let last: Foreseen | undefined;
  const { p50, p95, stall } = await timed(async () => {
    last = await judge.foresee(call, assessment, site);
    changeView(last.change, 400, undefined);
  }, count);
  const view = last && changeView(last.change, 400, undefined);
  const lost = last && countsOf(last.change.items).deleted;
  const said = [...(view?.unknown ?? []), view?.counts ?? ''].join(' ').replaceAll(place, '');
  console.log(
    `${name.padEnd(44)} p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, stall ${stall.toFixed(0)} ms   ${bar}\n    ${lost} gone; ${said}`,
  );
}

function shell(cwd: string, command: string): ToolCall {
  return { ...shellCallOf(command), cwd };
}

async function folders(): Promise<void> {
  const bar = 'bar p95 < 300 ms';
  const plain = folder('plain');
  fill(join(plain, 'data'), files);
  await previewed('rm -rf, no repository', shell(plain, 'rm -rf data'), bar);
  await previewed('find -delete', shell(plain, "find data -name '*.txt' -delete"), bar);
  const untracked = folder('untracked');
  git(untracked, 'init', '-q');
  writeFileSync(join(untracked, 'a'), 'a');
  git(untracked, 'add', 'a');
  git(untracked, 'commit', '-qm', 'Begin');
  fill(join(untracked, 'data'), files);
  await previewed('rm -rf of untracked files', shell(untracked, 'rm -rf data'), bar);
  await previewed('git clean -fd', shell(untracked, 'git clean -fd'), bar);
  await previewed('git clean -fdx', shell(untracked, 'git clean -fdx'), bar);
  writeFileSync(join(untracked, '.gitignore'), 'data/\n');
  await previewed('git clean -fdX of an ignored folder', shell(untracked, 'git clean -fdX'), bar);
  const flat = folder('flat');
  git(flat, 'init', '-q');
  for (let at = 0; at < files; at += 1) writeFileSync(join(flat, `f${at}.txt`), '');
  await previewed('git clean -f, one folder', shell(flat, 'git clean -f'), bar);
  await previewed('rm -rf *, one folder', shell(flat, 'rm -rf *'), bar);
  const tracked = folder('tracked');
  git(tracked, 'init', '-q');
  fill(join(tracked, 'data'), files);
  git(tracked, 'add', '-A');
  git(tracked, 'commit', '-qm', 'Begin');
  await previewed('rm -rf of committed files', shell(tracked, 'rm -rf data'), bar);
  await previewed('git rm -r', shell(tracked, 'git rm -r -q data'), bar);
  await previewed('git reset --hard', shell(tracked, 'git reset --hard'), bar);
  await previewed('git checkout -- .', shell(tracked, 'git checkout -- .'), bar);
  writeFileSync(join(tracked, 'data/d0/e0/f0.txt'), 'changed\n');
  await previewed('git restore ., one file changed', shell(tracked, 'git restore .'), bar);
}

async function plan(): Promise<void> {
  const cwd = folder('plan');
  const change = (at: number): unknown => ({
    address: `aws_instance.web[${at}]`,
    mode: 'managed',
    type: 'aws_instance',
    name: 'web',
    change: {
      actions: at % 3 === 0 ? ['delete', 'create'] : at % 3 === 1 ? ['update'] : ['delete'],
      before: { id: `i-${at}`, ami: 'ami-1', user_data: 'x'.repeat(1_000), tags: { Name: `web-${at}` } },
      after: { ami: 'ami-2', user_data: 'x'.repeat(1_000), tags: { Name: `web-${at}` } },
      replace_paths: [['ami']],
    },
  });
  const changes = Array.from({ length: 5_000 }, (_, at) => change(at));
  writeFileSync(
    join(cwd, 'plan.tfplan.json'),
    JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: changes }),
  );
  await previewed('plan of 5,000 resources', shell(cwd, 'terraform apply plan.tfplan'), 'bar < 1,000 ms');
}

/** A pack of noise under a few commits that a force push takes. */
async function pack(): Promise<void> {
  const cwd = folder('pack');
  git(cwd, 'init', '-q');
  const stream = join(place, 'stream');
  const out = createWriteStream(stream);
  const written = (bytes: Uint8Array | string): Promise<void> =>
    new Promise((resolve, reject) => {
      out.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  for (let at = 0; at < megabytes; at += 1) {
    const bytes = randomBytes(1_000_000);
    await written(`blob\nmark :${at + 1}\ndata ${bytes.length}\n`);
    await written(bytes);
    await written('\n');
  }
  for (let at = 0; at < megabytes; at += 1)
    await written(
      `commit refs/heads/main\ncommitter Ada <a@example.org> ${1_700_000_000 + at} +0000\ndata 4\nc${String(at).padStart(3, '0')}\nM 100644 :${at + 1} f${at}\n`,
    );
  await new Promise<void>((resolve) => out.end(resolve));
  execFileSync('sh', ['-c', 'git fast-import --quiet --max-pack-size=2g < "$1"', 'sh', stream], { cwd });
  rmSync(stream);
  git(cwd, 'remote', 'add', 'origin', '/nowhere');
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'refs/heads/main');
  git(cwd, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  git(cwd, 'update-ref', 'refs/heads/main', 'refs/heads/main~40');
  const bar = 'bar < 1,000 ms';
  await previewed(`git push --force, ${megabytes} MB pack`, shell(cwd, 'git push --force origin main'), bar);
  await previewed(`git reset --hard, ${megabytes} MB pack`, shell(cwd, 'git reset --hard HEAD~400'), bar, 5);
}

async function diff(): Promise<void> {
  const cwd = folder('diff');
  const line = (at: number): string => createHash('md5').update(String(at)).digest('hex').slice(0, 3);
  const lines = Array.from({ length: 100_000 }, (_, at) => line(at));
  const whole = `${lines.join('\n')}\n`;
  writeFileSync(join(cwd, 'a.txt'), whole);
  for (const [name, content] of [
    ['200,000 lines, all others', whole.replace(/^/gm, '+')],
    ['200,000 lines, each tenth another', lines.map((text, at) => (at % 10 ? text : 'new')).join('\n')],
    ['200,000 lines, one changed', whole.replace('\n', '\nnew\n')],
    ['200,000 lines, emptied', ''],
  ] as const) {
    const payload = {
      kind: 'edit',
      edits: [{ kind: 'write', path: join(cwd, 'a.txt'), content }],
    } as const;
    await previewed(name, { ...shellCallOf(''), cwd, tool: 'Write', payload }, 'bar: stall < 50 ms', 5);
  }
}

const parts = { folders, plan, pack, diff };
mkdirSync(home);
delay.enable();
judge.warm();
await idle(3_000);
try {
  const wanted = process.argv.slice(4);
  for (const [name, part] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) await part();
} finally {
  judge.dispose();
  delay.disable();
  rmSync(place, { recursive: true, force: true });
}
