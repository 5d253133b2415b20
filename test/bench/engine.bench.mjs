// The engine alone: milliseconds a command over the labelled corpora, growth with length, the worst hostile input, and how long
// its bundle takes to load. Commands are judged, never run.
//   npm run bench -- engine
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist/engine.js');
if (!existsSync(bundle)) {
  console.error('engine: expected dist/engine.js, got none; run npm run build first');
  process.exit(2);
}

const place = mkdtempSync(join(tmpdir(), 'countersign-engine-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const cwd = join(place, 'workspace');
mkdirSync(cwd);

/** Loading in a process of its own, against a process that loads nothing: median of nine. */
function loading() {
  const time = (code) => {
    const taken = [];
    for (let round = 0; round < 9; round += 1) {
      const before = performance.now();
      spawnSync(process.execPath, ['-e', code], { stdio: 'ignore' });
      taken.push(performance.now() - before);
    }
    return taken.sort((left, right) => left - right)[4];
  };
  return time(`require(${JSON.stringify(bundle)})`) - time('0');
}

const { createJudge } = createRequire(import.meta.url)(bundle);
const judge = createJudge();
const site = { cwd, home: join(place, 'home'), env: {} };
const call = (command) => ({
  agent: 'claude-code',
  session: '',
  callId: '',
  tool: 'Bash',
  cwd,
  payload: { kind: 'shell', shell: 'bash', command },
});

async function timed(command) {
  const before = performance.now();
  const { band } = await judge.judge(call(command), site);
  return { taken: performance.now() - before, band };
}

function rowsOf(name) {
  const text = readFileSync(join(root, 'test/corpora', name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).cmd);
}

const rows = [...rowsOf('dangerous.jsonl'), ...rowsOf('benign.jsonl')];
for (const row of rows) await timed(row);
const taken = [];
// The best of three: other work on the machine is not the engine's.
for (const row of rows) {
  const runs = [await timed(row), await timed(row), await timed(row)];
  taken.push(Math.min(...runs.map((run) => run.taken)));
}
taken.sort((left, right) => left - right);
const at = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))].toFixed(3);

console.log(
  `bundle               ${(statSync(bundle).size / 1000).toFixed(0)} kB, loads in ${loading().toFixed(0)} ms   goal < 60 ms`,
);
console.log(`ms a command         p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}   goals < 0.3, < 2`);

const sizes = [1_000, 4_000, 16_000, 60_000];
const growth = [];
for (const size of sizes) {
  const command = 'cat notes.txt | sort -u > /dev/null; '.repeat(Math.ceil(size / 36)).slice(0, size);
  const runs = [await timed(command), await timed(command), await timed(command)];
  growth.push(Math.min(...runs.map((run) => run.taken)));
}
console.log(
  `growth               ${sizes.map((size, index) => `${size / 1000} kB ${growth[index].toFixed(1)} ms`).join(', ')}`,
);

const hostile = {
  '1 MB of one word': `rm -rf /srv/${'a'.repeat(1_000_000)}`,
  '1 MB of commands': 'rm -rf /srv/a; '.repeat(66_667),
  '5,000 substitutions': `${'echo $('.repeat(5_000)}rm -rf /srv${')'.repeat(5_000)}`,
  '10,001 backticks': '`'.repeat(10_001),
  '20,001 quotes': '"'.repeat(20_001),
  '200,000 braces': `rm -rf /srv ${'{a,b}'.repeat(200_000)}`,
  '100,000 pipes': `rm -rf /srv${' | cat'.repeat(100_000)}`,
};
for (const [name, command] of Object.entries(hostile)) {
  const runs = [await timed(command), await timed(command), await timed(command)];
  const best = Math.min(...runs.map((run) => run.taken));
  console.log(`${name.padEnd(20)} ${best.toFixed(1)} ms, ${runs[0].band}   goal < 100 ms`);
}
