// Signatures: verifying one of each type in process, beside one start of `ssh-keygen -Y verify`; reading a roster.
//   node test/bench/countersign.bench.mjs [ROUNDS]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(join(tmpdir(), 'cs-bench-'));
const bundle = join(folder, 'signatures.cjs');
await esbuild.build({
  stdin: {
    contents: `
      export { verifySignature } from './src/core/countersign/ssh-signature.js';
      export { keyTypes } from './src/core/countersign/ssh-public-key.js';
      export { decodeRoster } from './src/core/countersign/decode-roster.js';
      export { softwareKey } from './test/support/ssh-keys.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: bundle,
  logLevel: 'error',
});
const { verifySignature, keyTypes, decodeRoster, softwareKey } = createRequire(import.meta.url)(bundle);

const namespace = 'countersign-approval@v1';
const message = new TextEncoder().encode(JSON.stringify({ statement: 'x'.repeat(4_000) }));
const lines = [];
const medians = [];
for (const type of keyTypes) {
  const key = softwareKey(type);
  const signature = key.sign(message, namespace);
  lines.push(`${type.replace(/[^a-z0-9]/g, '-')} namespaces="${namespace}" ${key.publicKey}`);
  const times = measure(rounds, () => {
    if (!verifySignature(signature, message, namespace).ok) throw new Error(`${type} was refused`);
  });
  medians.push(times.p50);
  const roster = join(folder, 'allowed_signers');
  const file = join(folder, 'signature');
  writeFileSync(roster, `bob namespaces="${namespace}" ${key.publicKey}\n`);
  writeFileSync(file, signature);
  const args = ['-Y', 'verify', '-n', namespace, '-I', 'bob', '-f', roster, '-s', file];
  const keygen = measure(20, () => {
    if (spawnSync('ssh-keygen', args, { input: message }).status !== 0)
      throw new Error(`ssh-keygen refused ${type}`);
  });
  console.log(
    `${type.padEnd(36)} verify p50 ${times.p50.toFixed(3)} ms, p99 ${times.p99.toFixed(3)} ms; ssh-keygen p50 ${keygen.p50.toFixed(1)} ms (${Math.round(keygen.p50 / times.p50)} x)`,
  );
}
const roster = measure(rounds, () => {
  if (!decodeRoster(lines.join('\n')).ok) throw new Error('the roster was refused');
});
console.log(`roster of ${lines.length} keys: p50 ${roster.p50.toFixed(3)} ms`);
console.log(`slowest median ${Math.max(...medians).toFixed(3)} ms (budget: below 1 ms)`);
rmSync(folder, { recursive: true, force: true });

function measure(count, run) {
  for (let index = 0; index < Math.min(count, 20); index += 1) run();
  const times = Array.from({ length: count }, () => {
    const started = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - started) / 1e6;
  }).sort((a, b) => a - b);
  return { p50: times[Math.floor(count / 2)], p99: times[Math.floor(count * 0.99)] };
}
