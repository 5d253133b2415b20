// What the terminal guard adds to a command that passes, `kubectl version --client` by a stand-in that only ends: beside the
// stand-in alone, for an agent and for a person in their own terminal, and where there is no Perl. Figures are medians of
// interleaved runs, so that a busy machine slows all sides alike.
//   node test/bench/terminal.bench.mjs [RUNS]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runs = Number(process.argv[2] ?? 100);
const budgetMs = 30;
const folder = mkdtempSync(join(tmpdir(), 'cs-bench-'));
const programs = join(folder, 'programs');
mkdirSync(programs);
writeFileSync(join(programs, 'kubectl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });

/** A home with the guard installed, and a gate with the real desk, record and engine, in a thread of its own. */
const bundle = join(folder, 'gate.cjs');
await esbuild.build({
  stdin: {
    contents: `
      import { parentPort, workerData } from 'node:worker_threads';
      import { Desk } from './src/desk/desk.js';
      import { defaultSettings } from './src/core/policy/settings.js';
      import { startGate } from './src/node/gate/gate-server.js';
      import { installGuard } from './src/node/install/guard-folder.js';
      import { homeAt } from './src/node/files/home.js';
      import { install } from './src/node/install/install.js';
      import { createJudge } from './src/engine/judge.js';
      import { portsInThread } from './test/support/ports.js';
      const { bundles, folder, path, perl, executable } = workerData;
      const home = homeAt(workerData.home);
      const doorbell = install({ home, bundles, runtime: { executable, isEditor: false } });
      const guard = installGuard({ home, bundles, mode: 'agents', path, perl });
      if (!doorbell.ok || !guard.ok) throw new Error('the guard could not be installed');
      const ports = portsInThread(home);
      const desk = new Desk({ ...ports, judge: createJudge(), settings: () => defaultSettings });
      startGate({ home, id: ports.id, folders: [folder], desk, random: ports.random }).then((gate) => {
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
  outfile: bundle,
  logLevel: 'error',
});

const gates = [];
async function openHome(name, perl) {
  const home = join(folder, name);
  const workerData = {
    home,
    folder,
    path: programs,
    perl,
    executable: process.execPath,
    bundles: join(root, 'dist'),
  };
  const gate = new Worker(bundle, { workerData });
  gates.push(gate);
  await new Promise((resolve, reject) => gate.once('message', resolve).once('error', reject));
  return join(home, 'guard', 'bin');
}
const quick = await openHome('quick');
const plain = await openHome('plain', '/nonexistent');

const start = (bin, env) => () =>
  spawnSync(join(bin, 'kubectl'), ['version', '--client'], {
    cwd: folder,
    env: { PATH: `${bin}:${programs}:/usr/bin:/bin`, HOME: folder, ...env },
  });
const agent = { CLAUDECODE: '1' };
const sides = {
  'the program alone': start(programs, agent),
  'a person, guarded': start(quick, {}),
  'an agent, guarded': start(quick, agent),
  'an agent, without Perl': start(plain, agent),
  'a bare start of Node': () => spawnSync(process.execPath, ['-e', '0'], { env: {} }),
};
const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
for (let run = -3; run < runs; run += 1) {
  for (const [name, side] of Object.entries(sides)) {
    const began = process.hrtime.bigint();
    const done = side();
    const took = Number(process.hrtime.bigint() - began) / 1e6;
    if (done.status !== 0) throw new Error(`${name}: ${done.status} ${done.stderr}`);
    if (run >= 0) times[name].push(took);
  }
}
for (const gate of gates) {
  gate.postMessage('close');
  await new Promise((resolve) => gate.once('exit', resolve));
}
rmSync(folder, { recursive: true, force: true });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const alone = median(times['the program alone']);
for (const [name, list] of Object.entries(times)) {
  const took = median(list);
  console.log(
    `${name.padEnd(24)} ${took.toFixed(1).padStart(6)} ms  ${(took - alone).toFixed(1).padStart(6)} ms added`,
  );
}
const added = median(times['an agent, guarded']) - alone;
const node = median(times['a bare start of Node']);
console.log(
  `terminal guard, quiet command: ${added.toFixed(1)} ms added (budget ${budgetMs} ms), ${(added / node).toFixed(2)} x a bare start of Node`,
);
