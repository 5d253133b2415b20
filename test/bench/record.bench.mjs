// The record: durable appends (median, p99), and verifying a long one in flat memory.
//   node test/bench/record.bench.mjs [ENTRIES]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const count = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'cs-bench-'));
const bundle = join(folder, 'record.cjs');
await esbuild.build({
  stdin: {
    contents: `
      export { RecordFile } from './src/node/record/record-file.js';
      export { verifyRecord } from './src/node/record/verify-record.js';
      export { segmentName, segmentPaths } from './src/node/record/segments.js';
      export { lineOf, noPrevious } from './src/core/record/line.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: bundle,
  logLevel: 'error',
});
const { RecordFile, segmentName, lineOf, noPrevious } = createRequire(import.meta.url)(bundle);

const body = {
  type: 'call.passed',
  agent: 'claude-code',
  session: '47a663f3-e4e4-4167-ba99-5c9a191eb509',
  callId: 'toolu_00000001',
  tool: 'Bash',
  cwd: '/home/ada/projects/app',
  summary: 'git status --short && npm run build',
  digest: 'a'.repeat(64),
  score: 0,
  band: 'quiet',
  vector: 'CS1/D:0/R:1/C:L1/B:1/P:0/O:0/V:0/F:0',
  targets: ['git:origin'],
};
const record = new RecordFile({
  folder: join(folder, 'small'),
  machine: 'm',
  clock: { now: () => Date.now() },
  writer: 'ab',
});
const bareLine = Buffer.from('x'.repeat(700));
const sides = {
  'bare write and sync': () => {
    const bare = openSync(join(folder, 'bare'), 'a');
    writeSync(bare, bareLine);
    fdatasyncSync(bare);
    closeSync(bare);
  },
  'append to the record': async () => {
    if (!(await record.append(body)).ok) throw new Error('append failed');
  },
};
const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
for (let n = 0; n < 2_000; n += 1) {
  for (const [name, write] of Object.entries(sides)) {
    const began = process.hrtime.bigint();
    await write();
    times[name].push(Number(process.hrtime.bigint() - began) / 1e6);
  }
}
for (const [name, list] of Object.entries(times)) {
  list.sort((a, b) => a - b);
  console.log(`${name}: p50 ${list[1_000].toFixed(2)} ms, p99 ${list[1_980].toFixed(2)} ms`);
}
console.log('budget: p50 of an append 1 ms');

const segments = join(folder, '.countersign/record/segments');
mkdirSync(segments, { recursive: true });
let prev = noPrevious;
let file;
for (let seq = 0; seq < count; seq += 1) {
  if (seq % 65_536 === 0) {
    if (file !== undefined) closeSync(file);
    file = openSync(join(segments, segmentName(seq / 65_536)), 'w');
  }
  const text = lineOf({ v: 1, seq, prev, ts: 1_795_000_000_000 + seq, writer: 'ab', body }).value;
  prev = createHash('sha256').update(text).digest('hex');
  writeSync(file, `${text}\n`);
}
if (file !== undefined) closeSync(file);
const script = `
  const { verifyRecord, segmentPaths } = require(${JSON.stringify(bundle)});
  const began = process.hrtime.bigint();
  const done = verifyRecord(segmentPaths(${JSON.stringify(join(folder, '.countersign/record'))}));
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log('verify ' + done.value.size + ' entries: ' + seconds.toFixed(1) + ' s (budget 10 s for 1,000,000), ' +
    Math.round(process.resourceUsage().maxRSS / 1024) + ' MB at most');`;
const verified = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
process.stdout.write(verified.stdout + verified.stderr);

// The command line as it is installed; its peak memory is told by a line that it prints when it ends.
spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--minify'], { cwd: root });
const policy = join(root, 'test', 'golden', 'policy.json');
const told = join(folder, 'told.cjs');
writeFileSync(
  told,
  "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'));",
);
for (const [words, bar] of [
  [['log', '--json', '--limit', String(count)], '<= 200 MB'],
  [['policy', 'replay', policy, '--json', '--limit', String(count)], '<= 200 MB, < 120 s'],
]) {
  const began = Date.now();
  const args = ['--require', told, join(root, 'dist', 'cli.js'), ...words];
  const done = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: folder },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const peak = /^peak (\d+)$/m.exec(done.stderr)?.[1];
  if (done.status !== 0 || peak === undefined) throw new Error(`${words[0]}: ${done.status} ${done.stderr}`);
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(
    `${words.slice(0, 2).join(' ')} over ${count} entries: ${seconds} s, ${Math.round(peak / 1024)} MB at most   bar ${bar}`,
  );
}
rmSync(folder, { recursive: true, force: true });
