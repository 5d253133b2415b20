// A window's gate: calls a second, and how long the window's thread stands still under 50 holds, also with a disk whose sync
// takes 10 ms more; a hold with 5,000 stored requests against one with 5.
//   npm run bench -- gate
import { join } from 'node:path';
import { buildProduct, bundled, root, run } from './bundled.mjs';

buildProduct();
const program = await bundled('gate-bench');
const slow = ['--import', join(root, 'test', 'support', 'slow-sync.mjs')];
const parts = [
  [program, 'gate'],
  [program, 'stored'],
  [program, 'holds', '', 'plain'],
  [...slow, program, 'holds', '', 'a sync of 10 ms'],
];
process.exit(parts.map((part) => run(...part)).some((status) => status !== 0) ? 1 : 0);
