// From a peer's signature to the release of the call on the requester's machine, by courier.
//   node test/bench/release.bench.mjs [ROUNDS]
import { pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

const rounds = Number(process.argv[2] ?? 15);
const { releaseTimes } = await import(pathToFileURL(await bundled('release-bench')).href);
const found = await releaseTimes(rounds);

for (const [name, times] of Object.entries(found)) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  console.log(`${name}: p50 ${at(0.5)} ms, most ${at(1)} ms, of ${sorted.length}`);
}
