/** Fuzzes doorbell and gate for as long as it is told: npm run fuzz -- [SAMPLES] [FIRST SEED]. Faults are kept in test/fuzz/corpus. */
import { writeFileSync } from 'node:fs';
import { drive } from './drive.js';

const [samples = 100_000, from = Date.now() % 1e9] = process.argv.slice(2).map(Number);
const began = Date.now();
const { tried, faults, ways, stopped, late, slowestMs } = await drive({
  from,
  samples,
  milliseconds: 24 * 60 * 60_000,
});
const seconds = Math.round((Date.now() - began) / 1_000);
console.log(
  `${tried} payloads from seed ${from} in ${seconds} s, slowest answer ${slowestMs} ms, ${faults.length} faults`,
);
console.log(
  `by the client ${ways.client}, by the doorbell in C ${ways.c}, in Perl ${ways.perl}, in Node ${ways.node}; stopped in words ${stopped}, by the doorbell's own deadline ${late}`,
);
for (const { seed, agent, event, payload, what } of faults.slice(0, 20)) {
  console.log(`seed ${seed} (${agent} ${event ?? ''}): ${what}`);
  const kept = { agent, event, payload, what, mustHold: what.includes('must be held') };
  writeFileSync(`test/fuzz/corpus/${seed}.json`, `${JSON.stringify(kept, null, 2)}\n`);
}
process.exitCode = faults.length > 0 ? 1 : 0;
