/** What a quiet call costs through each agent's installed hook, beside the same agent without one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runClaude } from './claude-code.js';
import { agentProgram } from './components.js';
import { headlessAgents, runHeadless } from './headless-agents.js';
import type { ScriptedCall } from './model-protocols/protocol.js';
import { startModelServer } from './model-server.js';
import { countersign } from './product.js';
import { layOutScene, type Scene } from './scene.js';

const rounds = Number(process.argv[2] ?? 3);
const wanted = process.argv.slice(3);
/** The first gap of a run warms things up and is left out. */
const callsPerRun = 7;

interface Side {
  readonly name: string;
  /** What `connect` is told; undefined connects nothing. */
  readonly connect: readonly string[] | undefined;
}

interface Bench {
  readonly id: string;
  readonly sides: readonly Side[];
  readonly call: (command: string) => ScriptedCall;
  run(scene: Scene, program: string, modelUrl: string): { readonly ended: Promise<unknown>; kill(): void };
  prepare(home: string): void;
}

const none: Side = { name: 'no hook', connect: undefined };

const benches: readonly Bench[] = [
  {
    id: 'claude-code',
    sides: [
      none,
      { name: 'command hook', connect: ['claude-code'] },
      { name: 'http hook', connect: ['claude-code', '--http'] },
    ],
    call: (command) => ({ tool: 'Bash', input: { command, description: 'Look' } }),
    prepare: () => undefined,
    run: ({ home, workspace: cwd, bin }, program, modelUrl) =>
      runClaude({ program, home, cwd, modelUrl, path: [bin] }),
  },
  ...headlessAgents.map((agent) => ({
    id: agent.id,
    sides: [none, { name: 'hook', connect: [agent.id] }],
    call: agent.call,
    prepare: (home: string) => agent.prepare(home, ''),
    run: ({ home, workspace: cwd, bin }: Scene, program: string, modelUrl: string) => {
      agent.prepare(home, modelUrl);
      return runHeadless(agent, { program, home, cwd, modelUrl, path: [bin] });
    },
  })),
];

const gates: ChildProcess[] = [];
const scenes: Scene[] = [];
try {
  for (const bench of benches.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    await measure(bench);
  }
} finally {
  for (const gate of gates) gate.kill('SIGTERM');
  await Promise.all(gates.map((gate) => gate.exitCode ?? once(gate, 'exit')));
  for (const scene of scenes) scene.remove();
}

async function measure(bench: Bench): Promise<void> {
  const program = agentProgram(bench.id);
  if (program === undefined) {
    console.log(`${bench.id}: not measured, because this machine lacks it`);
    return;
  }
  const sides = [];
  for (const side of bench.sides)
    sides.push({ side, scene: await stage(bench, side), times: [] as number[] });
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { scene, times } of sides) times.push(...(await gaps(bench, scene, program)));
    for (let start = 0; start < 7; start += 1) bare.push(bareStart());
  }
  report(
    bench.id,
    sides.map(({ side, times }) => ({ name: side.name, times })),
    median(bare),
  );
}

/** A scene of its own for each side: connected, and with a gate that answers. */
async function stage(bench: Bench, side: Side): Promise<Scene> {
  const scene = layOutScene();
  scenes.push(scene);
  bench.prepare(scene.home);
  if (side.connect === undefined) return scene;
  const env = { HOME: scene.home, PATH: process.env['PATH'] ?? '' };
  const gate = spawn(process.execPath, [join(import.meta.dirname, 'gate-program.cjs'), scene.workspace], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  gates.push(gate);
  await once(gate.stdout, 'data');
  countersign(scene.home, scene.workspace, 'connect', ...side.connect);
  return scene;
}

/** From one request of the model to the next, in milliseconds. */
async function gaps(bench: Bench, scene: Scene, program: string): Promise<readonly number[]> {
  // Some agents stop a model that makes the same call again and again.
  const script = Array.from({ length: callsPerRun }, (_, at) => bench.call(`echo ${at}`));
  const model = await startModelServer(script);
  const run = bench.run(scene, program, model.url);
  const limit = setTimeout(() => run.kill(), 60_000);
  await run.ended;
  clearTimeout(limit);
  run.kill();
  await model.close();
  if (model.arrivals.length !== callsPerRun + 1)
    throw new Error(`${bench.id}: expected ${callsPerRun} calls, got ${model.arrivals.length - 1}`);
  return model.arrivals.slice(2).map((at, index) => at - (model.arrivals[index + 1] ?? at));
}

function bareStart(): number {
  const began = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - began;
}

function report(
  id: string,
  sides: readonly { readonly name: string; readonly times: readonly number[] }[],
  bare: number,
): void {
  const base = median(sides[0]?.times ?? []);
  for (const { name, times } of sides) {
    const added = median(times) - base;
    const cost = name === none.name ? '' : `added ${added.toFixed(1)} ms, ${(added / bare).toFixed(2)} x`;
    const all = `${median(times).toFixed(1)} ms (${times.length} calls)`;
    console.log(`${id.padEnd(12)} ${name.padEnd(14)} ${all.padEnd(22)} ${cost}`);
  }
  console.log(`${id.padEnd(12)} bare Node      ${bare.toFixed(1)} ms`);
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
