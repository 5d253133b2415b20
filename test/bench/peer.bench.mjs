// The engine beside cc-safety-net, a command guard of its own, in one process, on the same rows and machine: how much of the
// dangerous each flags, how much of the harmless, and how long each takes. Rows are judged, never run.
//   npm run bench -- peer
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { providePackages } from '../../scripts/cache.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist/engine.js');
if (!existsSync(bundle)) {
  console.error('peer: expected dist/engine.js, got none; run npm run build first');
  process.exit(2);
}

const peer = join(await providePackages('peer'), 'node_modules', 'cc-safety-net', 'dist', 'api.js');
const { checkCommand } = await import(pathToFileURL(peer).href);

const place = mkdtempSync(join(tmpdir(), 'countersign-peer-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const cwd = join(place, 'workspace');
mkdirSync(cwd);
process.env.HOME = join(place, 'home');

const { createJudge } = createRequire(import.meta.url)(bundle);

const judge = createJudge();
const site = { cwd, home: join(place, 'home'), env: {} };

const guards = {
  countersign: async (command) => {
    const call = { agent: 'claude-code', session: '', callId: '', tool: 'Bash', cwd };
    const payload = { kind: 'shell', shell: 'bash', command };
    const { band } = await judge.judge({ ...call, payload }, site);
    return band !== 'quiet' && band !== 'note';
  },
  'cc-safety-net': async (command) => checkCommand({ command, cwd }).kind === 'deny',
};

function rowsOf(name) {
  return readFileSync(join(root, 'test/corpora', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const dangerous = rowsOf('dangerous.jsonl');
const benign = rowsOf('benign.jsonl');
// Rows taken from the peer's own tests would flatter it, so they are also counted apart.
const foreign = dangerous.filter((row) => !row.source.startsWith('cc-safety-net'));
const near = benign.filter((row) => row.kind === 'near-miss' || row.kind === 'trap');

async function share(guard, rows) {
  let flagged = 0;
  for (const row of rows) if (await guard(row.cmd)) flagged += 1;
  return `${((100 * flagged) / rows.length).toFixed(1)} %`;
}

for (const [name, guard] of Object.entries(guards)) {
  for (const row of benign.slice(0, 300)) await guard(row.cmd);
  const taken = [];
  for (const row of [...dangerous, ...benign]) {
    const before = performance.now();
    await guard(row.cmd);
    taken.push(performance.now() - before);
  }
  taken.sort((left, right) => left - right);
  console.log(`${name}
  dangerous flagged            ${await share(guard, dangerous)}
  the peer's own rows left out ${await share(guard, foreign)}
  benign flagged               ${await share(guard, benign)}
  near-misses and traps        ${await share(guard, near)}
  ms a command                 p50 ${taken[Math.floor(taken.length / 2)].toFixed(3)}, p95 ${taken[Math.floor(taken.length * 0.95)].toFixed(3)}`);
}
