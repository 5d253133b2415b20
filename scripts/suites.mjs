// The suites in running order, and which of them a test file belongs to.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { root } from './cache.mjs';

const node = process.execPath;
const bin = (...name) => join(root, 'node_modules', ...name);

/** They build and pack, so nothing else that reads the bundles may run beside them. */
const builders = ['test/e2e/start.test.ts'];

/** A checker takes its minutes over every regular expression. */
const checkers = ['test/process/regular-expressions.test.ts'];

/** Their machines have an /etc each, and all the same users: who ends another's processes would end those of a neighbour. */
const lockers = ['test/process/lock.test.ts', 'test/process/lock-user.test.ts'];

/** They take minutes each: of files that run side by side those begin first, so that none is left alone at the end. */
const longest = [
  'test/e2e/agents-in-window.test.ts',
  'test/e2e/headless-agents.test.ts',
  'test/e2e/locked-agents.test.ts',
  'test/e2e/opencode-and-cline.test.ts',
  'test/e2e/countersign.test.ts',
];

/** Transcripts over real repositories: what they judge is mostly core's, so they are counted with the unit layer. */
const isCounted = (file) => file.startsWith('test/process/previews');

/** What V8 counts while the unit layer runs. A second process of mocha is ended before it has written that down. */
const coverageFolder = join(root, 'out', 'coverage');

/**
 * In running order. A suite of checks is one command and counts as one test: it passed or it failed. A suite of tests has
 * files, each with `timeout` milliseconds a test. Minutes are a hard end. Of those asked for, also what they are `neededBy` runs.
 * One that `isBehind` runs beside those that follow, up to one that `isAlone`.
 */
export const suites = [
  { name: 'format and lint', minutes: 2, command: [bin('.bin', 'biome'), 'check', '.'] },
  { name: 'types', minutes: 4, command: [bin('.bin', 'tsc'), '--noEmit'] },
  { name: 'types of the card', minutes: 4, command: [bin('.bin', 'tsc'), '--noEmit', '-p', 'src/webview'] },
  { name: 'build', minutes: 2, needed: true, command: [node, 'scripts/build.mjs', '--tests'] },
  mochaSuite({
    name: 'unit',
    minutes: 9,
    timeout: 120_000,
    options: (isMeasured) => (isMeasured ? [] : ['--parallel', '--jobs', '2']),
    environment: (isMeasured) => (isMeasured ? { NODE_V8_COVERAGE: coverageFolder } : {}),
    neededBy: ['coverage'],
    files: [
      ...inLayers('unit', 'golden', 'contract', 'architecture'),
      ...inLayers('process').filter(isCounted),
    ],
  }),
  { name: 'coverage', minutes: 6, command: [node, 'scripts/coverage.mjs', coverageFolder] },
  mochaSuite({
    name: 'process',
    minutes: 25,
    timeout: 60_000,
    options: () => ['--parallel', '--jobs', '2'],
    files: inLayers('process', 'attacks').filter(
      (file) => ![...checkers, ...lockers].includes(file) && !isCounted(file),
    ),
  }),
  mochaSuite({ name: 'lock', minutes: 10, timeout: 60_000, files: lockers }),
  mochaSuite({ name: 'windows', minutes: 16, timeout: 900_000, files: inLayers('windows') }),
  mochaSuite({ name: 'expressions', isBehind: true, minutes: 20, timeout: 1_100_000, files: checkers }),
  {
    name: 'package',
    minutes: 2,
    neededBy: ['e2e'],
    command: [node, 'scripts/package.mjs', '--out', 'out/countersign.vsix'],
  },
  {
    name: 'host',
    minutes: 6,
    files: inLayers('host'),
    command: (files) => [node, 'out/support/host-suite.mjs', ...files.map(built)],
  },
  mochaSuite({
    name: 'e2e',
    minutes: 40,
    isAlone: true,
    timeout: 120_000,
    environment: () => ({ PACKED: 'true' }),
    options: () => ['--parallel', '--jobs', '2'],
    files: [...longest, ...inLayers('e2e').filter((file) => ![...builders, ...longest].includes(file))],
  }),
  mochaSuite({ name: 'start', minutes: 4, timeout: 120_000, files: builders }),
];

function mochaSuite({ timeout, options = () => [], ...suite }) {
  const mocha = [node, bin('mocha', 'bin', 'mocha.js'), '--reporter', 'scripts/reporter.cjs'];
  return {
    ...suite,
    command: (files, more, isMeasured) => [
      ...[...mocha, '--timeout', String(timeout), ...options(isMeasured), ...more],
      ...files.map(built),
    ],
  };
}

/** Test files of these folders of test/, as paths from the root. */
function inLayers(...layers) {
  return layers.flatMap((layer) =>
    readdirSync(join(root, 'test', layer), { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/${layer}/${name.split(sep).join('/')}`)
      .sort(),
  );
}

/** What the build makes of a test file. */
function built(file) {
  return file.startsWith('test/host/')
    ? file.replace('test/', 'out/').replace(/\.ts$/, '.js')
    : `out/${file.replace(/\.ts$/, '.mjs')}`;
}

/**
 * What the words of a command line ask for: names of suites, test files or folders of them, and after the first word that
 * begins with `-` options of mocha. Without names or files it is everything. `{unknown}` lists what is neither.
 */
export function asked(words) {
  const end = words.findIndex((word) => word.startsWith('-'));
  const names = end < 0 ? words : words.slice(0, end);
  const options = end < 0 ? [] : words.slice(end);
  const files = names.map((name) => [name, filesAt(name)]);
  const unknown = files
    .filter(([name, found]) => found.length === 0 && !suites.some((suite) => suite.name === name))
    .map(([name]) => name);
  const single = files.flatMap(([, found]) => found);
  const runs = suites.flatMap((suite) => {
    const chosen = suite.files?.filter((file) => single.includes(file)) ?? [];
    const wanted = names.length === 0 || names.includes(suite.name);
    if (wanted || chosen.length > 0) return [{ suite, files: wanted ? (suite.files ?? []) : chosen }];
    return suite.needed ? [{ suite, files: [] }] : [];
  });
  const isMeasured = runs.some(({ suite }) => suite.name === 'coverage');
  return { unknown, options, isMeasured, runs: withNeeded(runs) };
}

function withNeeded(runs) {
  const names = runs.map(({ suite }) => suite.name);
  return suites.flatMap((suite) => {
    const run = runs.find((one) => one.suite === suite);
    if (run !== undefined) return [run];
    return suite.neededBy?.some((name) => names.includes(name)) ? [{ suite, files: suite.files ?? [] }] : [];
  });
}

/** The test files that a path from the folder of the command names: one, or those of a folder. */
function filesAt(name) {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), name);
  if (!existsSync(path)) return [];
  const at = relative(root, path).split(sep).join('/');
  const all = suites.flatMap((suite) => suite.files ?? []);
  return all.filter((file) => file === at || file.startsWith(`${at}/`));
}
