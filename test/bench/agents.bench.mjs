// A quiet call through each agent's installed hook, beside the same real agent without one: the time from one request of
// its model to the next, medians of interleaved runs; beside it a bare start of Node, in the same run.
//   node test/bench/agents.bench.mjs [ROUNDS [AGENT ...]]
import { buildProduct, bundled, run } from './bundled.mjs';

buildProduct();
const program = await bundled('agents-bench');
await bundled('gate-program', { format: 'cjs', packages: 'bundle', mainFields: ['module', 'main'] });
process.exit(run(program, ...process.argv.slice(2)));
