// A tool call's hook, whole processes: the command that connect installs, before and after a call, with a window open and
// without one, beside `sh -c true`, a bare start of Node and cc-safety-net's own hook. Figures are medians of interleaved runs,
// so that a busy machine slows all alike; those of processor time are sums over them, of a process and all that it starts.
//   npm run bench -- doorbell [RUNS]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { providePackages } from '../../scripts/cache.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runs = Number(process.argv[2] ?? 60);
const atOnce = 20;
const peer = await providePackages('peer');
const folder = mkdtempSync(join(tmpdir(), 'cs-bench-'));
const env = { PATH: process.env.PATH, HOME: folder };

/** A gate with the real desk, record and engine, in a process of its own, as it stands in the extension host. */
const gateBundle = join(folder, 'gate.cjs');
await esbuild.build({
  entryPoints: [join(root, 'test/support/gate-program.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  outfile: gateBundle,
  logLevel: 'error',
});

/** A home with the doorbell installed: the commands that stand in the agent's settings. */
function connected(name) {
  const home = join(folder, name);
  const own = { ...env, HOME: home, COUNTERSIGN_HOME: join(home, '.countersign') };
  const words = [join(root, 'dist/cli.js'), 'connect', 'claude-code'];
  const done = spawnSync(process.execPath, words, { cwd: folder, env: own });
  if (done.status !== 0) throw new Error(String(done.stderr));
  const { hooks } = JSON.parse(readFileSync(join(home, '.claude/settings.json'), 'utf8'));
  const command = (event) => hooks[event][0].hooks[0].command;
  return { env: own, before: command('PreToolUse'), after: command('PostToolUse') };
}

/** The doorbell in C, where this build has one for this machine; else the bar is that of the one in Perl. */
const bell = join(folder, 'open', '.countersign/bin/countersign-bell');
const open = connected('open');
const shut = connected('shut');
const hasBell = existsSync(bell);
/** As on a machine where it does not run. */
const inPerl = open.before.replaceAll(bell, '/nowhere');
const gate = spawn(process.execPath, [gateBundle, folder], { env: open.env });
await new Promise((resolve, reject) => {
  gate.stdout.once('data', resolve);
  gate.once('error', reject);
});

const payload = (event) =>
  JSON.stringify({
    session_id: 'bench',
    cwd: folder,
    hook_event_name: event,
    permission_mode: 'default',
    tool_name: 'Bash',
    tool_input: { command: 'git status' },
    tool_use_id: 'toolu_bench',
    ...(event === 'PostToolUse' ? { tool_response: { stdout: 'nothing to commit', stderr: '' } } : {}),
  });
const shell = (command, of, event) => ['/bin/sh', ['-c', command], of.env, payload(event)];
const sides = {
  'sh -c true': ['/bin/sh', ['-c', 'true'], env, ''],
  'node -e 0': [process.execPath, ['-e', '0'], env, ''],
  'before, window open': shell(open.before, open, 'PreToolUse'),
  ...(hasBell ? { 'before, in Perl': shell(inPerl, open, 'PreToolUse') } : {}),
  'after, window open': shell(open.after, open, 'PostToolUse'),
  'before, no window': shell(shut.before, shut, 'PreToolUse'),
  'cc-safety-net': [
    process.execPath,
    [join(peer, 'node_modules/cc-safety-net/dist/bin/cc-safety-net.js'), 'hook', '--claude-code'],
    env,
    payload('PreToolUse'),
  ],
};

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
const work = Object.fromEntries(Object.keys(sides).map((name) => [name, 0]));

/** Processor time of the children that have ended, in milliseconds. */
function childrenTime() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

for (let run = -3; run < runs; run += 1) {
  for (const [name, [program, args, own, input]] of Object.entries(sides)) {
    const began = process.hrtime.bigint();
    const done = spawnSync(program, args, { env: own, input, cwd: folder });
    const took = Number(process.hrtime.bigint() - began) / 1e6;
    if (done.status !== 0) throw new Error(`${name}: ${done.status} ${done.stderr}`);
    if (run >= 0) times[name].push(took);
  }
}
// The kernel counts it in hundredths of a second: a whole row of starts at once, in turns with the other rows.
for (let turn = 0; turn < 4; turn += 1) {
  for (const [name, [program, args, own, input]] of Object.entries(sides)) {
    const before = childrenTime();
    for (let run = 0; run < Math.ceil(runs / 4); run += 1)
      spawnSync(program, args, { env: own, input, cwd: folder });
    work[name] += childrenTime() - before;
  }
}

/** Milliseconds until all have ended. */
async function together([program, args, own, input]) {
  const began = process.hrtime.bigint();
  await Promise.all(
    Array.from(
      { length: atOnce },
      () =>
        new Promise((resolve, reject) => {
          const child = spawn(program, args, { env: own, cwd: folder });
          child.once('error', reject);
          child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ended with ${code}`))));
          child.stdin.on('error', () => undefined);
          child.stdin.end(input);
        }),
    ),
  );
  return Number(process.hrtime.bigint() - began) / 1e6;
}
const crowds = [];
for (let run = 0; run < 6; run += 1) crowds.push(await together(sides['before, window open']));

gate.kill('SIGTERM');
await new Promise((resolve) => gate.once('exit', resolve));
rmSync(folder, { recursive: true, force: true });

const at = (name) => median(times[name]);
for (const name of Object.keys(sides)) {
  const cpu = (work[name] / (Math.ceil(runs / 4) * 4)).toFixed(1);
  console.log(
    `${name.padEnd(22)} ${at(name).toFixed(1).padStart(7)} ms   ${cpu.padStart(6)} ms of processor`,
  );
}
const figures = [
  [
    `installed command, ${hasBell ? 'in C' : 'in Perl'}, quiet, window open / sh -c true`,
    at('before, window open') / at('sh -c true'),
    hasBell ? 5 : 10,
  ],
  ...(hasBell ? [['the same in Perl', at('before, in Perl') / at('sh -c true'), 10]] : []),
  ['no window, quiet / cc-safety-net', at('before, no window') / at('cc-safety-net'), 1.1],
  [
    'processor time of a tool call, before and after / node -e 0',
    (work['before, window open'] + work['after, window open']) / work['node -e 0'],
    0.6,
  ],
  [`${atOnce} hooks at once / ${atOnce} x node -e 0`, median(crowds) / (atOnce * at('node -e 0')), 0.3],
];
for (const [what, figure, bar] of figures)
  console.log(`${what}: ${figure.toFixed(2)} x (bar ${bar} x)${figure > bar ? '  over' : ''}`);
