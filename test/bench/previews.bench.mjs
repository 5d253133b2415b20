// Previews on folders, plans, packs and diffs of the size that real projects have: how long until the card has its change, and
// for how long the editor's thread stands still meanwhile. Everything is previewed, never run.
//   npm run bench -- previews
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
process.exit(run(await bundled('previews-bench'), ...process.argv.slice(2)));
