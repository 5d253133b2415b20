// The Record view of a long record in a real window, beside that of a short one: what the length adds.
//   node test/bench/record-view.bench.mjs [ENTRIES]
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
process.exit(run(await bundled('record-view-bench'), ...process.argv.slice(2)));
