// Judging beside a window's thread: how long that thread stands still, the first call against later ones, and the worst hostile
// command until it is an ask. Commands are judged, never run.
//   npm run bench -- judging
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
process.exit(run(await bundled('judging-bench')));
