// Holds src/core/tool/api-verbs.ts against the operations of the AWS service models: how many have a verb, and the first words
// that are in no list, most frequent first. Which verb a word means is decided by hand, in that file.
//   node scripts/api-verbs.mjs FOLDER   FOLDER is the data folder of botocore
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { say } from './cache.mjs';
import { inMemory } from './worked-out.mjs';

const [folder = ''] = process.argv.slice(2);
if (!existsSync(folder)) {
  say('expected the data folder of botocore, got none: node scripts/api-verbs.mjs FOLDER');
  process.exit(2);
}

const { outputFiles } = await esbuild.build(inMemory('src/core/tool/api-verbs.ts'));
const { verbOfOperation } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

/** The newest model of a service; undefined for a folder that has none. */
function modelIn(service) {
  const versions = readdirSync(join(folder, service)).filter((name) => /^\d{4}-/.test(name));
  const newest = versions.sort().at(-1);
  if (newest === undefined) return undefined;
  const path = join(folder, service, newest, 'service-2.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  return existsSync(`${path}.gz`) ? JSON.parse(gunzipSync(readFileSync(`${path}.gz`)).toString()) : undefined;
}

/** `DescribeDBInstances` as the command line spells it: `describe-db-instances`. */
function commandOf(operation) {
  return operation
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

const services = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const models = services.map(({ name }) => modelIn(name)).filter((model) => model !== undefined);
const operations = models.flatMap((model) => Object.keys(model.operations).map(commandOf));
const first = (operation) => operation.split('-')[0];
const unknown = operations.filter((operation) => verbOfOperation(operation) === undefined);
const counts = new Map();
for (const operation of unknown) counts.set(first(operation), (counts.get(first(operation)) ?? 0) + 1);

const share = (100 * (1 - unknown.length / operations.length)).toFixed(1);
console.log(
  `${operations.length} operations of ${models.length} services, ${new Set(operations.map(first)).size} first words`,
);
console.log(`${share} % have a verb; ${unknown.length} are unknown, so none of them is a read`);
for (const [word, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${word} ${count}`);
