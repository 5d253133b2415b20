// Couriers: from `put` on one side over the news to `get` on the other, and what an idle remote is asked.
//   node test/bench/courier.bench.mjs [ROUNDS]
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'cs-courier-bench-'));
const bundle = join(folder, 'courier.cjs');
await esbuild.build({
  stdin: {
    contents: `
      export { courierFor } from './src/node/couriers/courier-for.js';
      export { homeAt } from './src/node/files/home.js';
      export { bareRepository } from './test/support/bare-repository.js';
      export { gitOverHttp } from './test/support/git-http.js';
      export { gitOverSsh } from './test/support/git-ssh.js';
      export { natsServer } from './test/support/nats-server.js';`,
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
const { courierFor, homeAt, bareRepository, gitOverHttp, gitOverSsh, natsServer } = createRequire(
  import.meta.url,
)(bundle);

// Couriers do not keep a process alive.
setInterval(() => undefined, 1_000);

const newId = () => crypto.randomUUID().replaceAll('-', '');
const message = Buffer.alloc(4_000, 'x');
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const most = (list) => Math.max(...list);
const show = (list) => `p50 ${median(list).toFixed(1)} ms, max ${most(list).toFixed(1)} ms`;

function value(result) {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** One answer: put by one, told to the other, who reads it. */
async function round(requester, peer) {
  const key = { kind: 'answer', id: newId(), signer: newId() };
  let stop = () => undefined;
  const told = new Promise((resolve) => {
    stop = requester.watch('answer', key.id, async () => {
      const got = await requester.get(key);
      if (got.ok && got.value !== undefined) resolve(performance.now());
    });
  });
  // The person reviews; the poll stands anywhere in its second.
  await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_000));
  const began = performance.now();
  value(await peer.put(key, message));
  const put = performance.now() - began;
  const whole = (await told) - began;
  stop();
  return { put, whole };
}

async function measure(name, url) {
  const [requester, peer] = ['requester', 'peer'].map((person) =>
    value(courierFor(url, { home: homeAt(join(folder, `${person}-${newId()}`)) })),
  );
  await round(requester, peer);
  const done = [];
  for (let n = 0; n < rounds; n += 1) done.push(await round(requester, peer));
  console.log(`${name}: put ${show(done.map((one) => one.put))}`);
  console.log(`${name}: put, told, read ${show(done.map((one) => one.whole))}`);
  requester.dispose();
  peer.dispose();
}

await measure('folder', `folder:${folder}`);
await measure('git file://', `git+file://${bareRepository(join(folder, 'file.git'))}`);
const http = await gitOverHttp(bareRepository(join(folder, 'http.git')));
await measure('git http://, loopback', `git+${http.url}`);
const idle = value(courierFor(`git+${http.url}`, { home: homeAt(join(folder, 'idle')) }));
http.counts.requests = 0;
http.counts.bytes = 0;
idle.watch('request', undefined, () => undefined);
await new Promise((resolve) => setTimeout(resolve, 40_000));
idle.dispose();
console.log(
  `git http://, idle for 40 s: ${http.counts.requests / 2} looks, ${http.counts.requests} requests, ${http.counts.bytes} bytes`,
);
await http.close();
const ssh = await gitOverSsh(folder, bareRepository(join(folder, 'ssh.git')), { isCurrent: true });
if (ssh) {
  await measure('git ssh://, loopback', `git+${ssh.url}`);
  await ssh.close();
} else console.log('git ssh://: no sshd on this machine');
const nats = await natsServer(join(folder, 'nats'));
if (nats) {
  await measure('nats', nats.url);
  await nats.close();
} else console.log('nats: no nats-server on this machine');
console.log(
  'budgets: git over loopback p50 3,000 ms while a request is open, NATS p50 50 ms, idle one small look in 30 s',
);
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);
