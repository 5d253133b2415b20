// Activation, and a held call at the gate to its card on the screen, in a real window. The card's own clock and this
// one are of the same machine.
//   node test/bench/window.bench.mjs [RUNS]
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
process.exit(run(await bundled('window-bench'), ...process.argv.slice(2)));
