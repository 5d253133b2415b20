// `countersign doctor` with ten agents connected, as a ratio to one bare start of Node.
//   node test/bench/doctor.bench.mjs [RUNS]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist', 'cli.js');
const runs = Number(process.argv[2] ?? 7);
const agents = 'claude-code vscode codex gemini-cli copilot-cli cline opencode qwen-code droid cursor'.split(
  ' ',
);

const home = mkdtempSync(join(tmpdir(), 'cs-doctor-'));
const cwd = join(home, 'work');
mkdirSync(cwd);
const env = { PATH: process.env.PATH, HOME: home, COUNTERSIGN_HOME: join(home, 'cs') };
const node = (...args) => spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });

function median(run) {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

try {
  spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--minify'], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const agent of agents) node(cli, 'connect', agent);
  const report = JSON.parse(node(cli, 'doctor', '--json').stdout);
  const passed = report.agents.filter((one) => one.canary?.kind === 'passed').length;
  if (passed !== agents.length)
    throw new Error(`expected ${agents.length} canary calls that pass, got ${passed}`);
  const bare = median(() => node('-e', '0'));
  const doctor = median(() => node(cli, 'doctor'));
  console.log(
    `doctor, ${agents.length} agents: ${doctor.toFixed(0)} ms, ${(doctor / bare).toFixed(1)} x bare Node (${bare.toFixed(0)} ms)`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
