// One archive for many machines: 20 records, a real nats-server that is killed three times, one collector. How many entries a second
// it takes, by the clock and of its own processor time, and that none is lost or stands twice.
//   node test/bench/collect.bench.mjs [ENTRIES]
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
process.exit(run(await bundled('collect-bench'), ...process.argv.slice(2)));
