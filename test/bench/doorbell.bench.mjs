// The doorbell's round trip for a quiet call, beside a bare start of the same Node; and the same through the installed
// launcher. Figures are medians of interleaved runs, so that a busy machine slows both sides alike.
//   node test/bench/doorbell.bench.mjs [RUNS]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runs = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'cs-bench-'));
const home = join(folder, 'home');
const env = { PATH: process.env.PATH, HOME: folder, COUNTERSIGN_HOME: home };

/** A gate with the real desk, record and engine, in a thread of its own, as it stands in the extension host. */
const gateBundle = join(folder, 'gate.cjs');
await esbuild.build({
  stdin: {
    contents: `
      import { parentPort, workerData } from 'node:worker_threads';
      import { Desk } from './src/desk/desk.js';
      import { defaultSettings } from './src/core/policy/settings.js';
      import { startGate } from './src/node/gate-server.js';
      import { homeAt } from './src/node/home.js';
      import { createJudge } from './src/engine/judge.js';
      import { portsOnDisk } from './src/node/ports-on-disk.js';
      const home = homeAt(workerData.home);
      const ports = portsOnDisk(home);
      const desk = new Desk({ ...ports, judge: createJudge(), settings: () => defaultSettings });
      startGate({ home, id: ports.id, folders: [workerData.folder], desk, random: ports.random }).then((gate) => {
        parentPort.postMessage('open');
        parentPort.once('message', () => gate.dispose().then(() => process.exit()));
      });`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  outfile: gateBundle,
  logLevel: 'error',
});
const gate = new Worker(gateBundle, { workerData: { home, folder } });
await new Promise((resolve, reject) => {
  gate.once('message', resolve);
  gate.once('error', reject);
});
const connected = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'connect', 'claude-code'], {
  cwd: folder,
  env,
});
if (connected.status !== 0) throw new Error(String(connected.stderr));

const payload = JSON.stringify({
  session_id: 'bench',
  cwd: folder,
  hook_event_name: 'PreToolUse',
  permission_mode: 'default',
  tool_name: 'Bash',
  tool_input: { command: 'git status' },
  tool_use_id: 'toolu_bench',
});
const launcher = join(home, 'bin/countersign-hook');
const sides = {
  'bare Node': () => spawnSync(process.execPath, ['-e', '0'], { env, input: payload }),
  doorbell: () =>
    spawnSync(process.execPath, [join(root, 'dist/hook.js'), 'claude-code'], { env, input: payload }),
  'through the launcher': () => spawnSync(launcher, ['claude-code'], { env, input: payload }),
};
const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
for (let run = -3; run < runs; run += 1) {
  for (const [name, start] of Object.entries(sides)) {
    const began = process.hrtime.bigint();
    const done = start();
    const took = Number(process.hrtime.bigint() - began) / 1e6;
    if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
    if (run >= 0) times[name].push(took);
  }
}
gate.postMessage('close');
await new Promise((resolve) => gate.once('exit', resolve));
rmSync(folder, { recursive: true, force: true });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const bare = median(times['bare Node']);
for (const [name, list] of Object.entries(times)) {
  console.log(`${name.padEnd(22)} ${median(list).toFixed(1)} ms  ${(median(list) / bare).toFixed(2)} x`);
}
console.log(
  `doorbell, quiet call, of a bare start: ${(median(times.doorbell) / bare).toFixed(2)} x (budget 1.50 x)`,
);
