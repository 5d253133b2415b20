// Writes the table of agents in README.md from the adapters.
//   node scripts/agents-table.mjs           writes it
//   node scripts/agents-table.mjs --check   only says whether it is current
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const [start, end] = ['<!-- agents: written by scripts/agents-table.mjs -->', '<!-- /agents -->'];

const entry = `
  export { adapters } from './src/agents/registry.ts';
  export { agentRow } from './src/agents/row.ts';
  export { agentsTable } from './src/messages/agents/table.ts';
`;

async function table() {
  const options = { bundle: true, write: false, platform: 'node', format: 'esm', absWorkingDir: root };
  const stdin = { contents: entry, resolveDir: root, loader: 'ts' };
  const built = await esbuild.build({ ...options, stdin, mainFields: ['module', 'main'] });
  const code = Buffer.from(built.outputFiles[0].contents).toString('base64');
  const { adapters, agentRow, agentsTable } = await import(`data:text/javascript;base64,${code}`);
  return agentsTable(adapters.map(agentRow));
}

const before = readFileSync(readme, 'utf8');
const [from, to] = [before.indexOf(start), before.indexOf(end)];
if (from < 0 || to < from) throw new Error(`expected ${start} and ${end} in README.md, got neither or one`);
const after = `${before.slice(0, from)}${start}\n${await table()}\n${before.slice(to)}`;

if (after !== before && process.argv.includes('--check')) {
  process.stderr.write(
    'expected a current table of agents in README.md; node scripts/agents-table.mjs writes it\n',
  );
  process.exitCode = 1;
} else if (after !== before) {
  writeFileSync(readme, after);
}
