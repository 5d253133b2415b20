// Checks, builds, and runs every suite; closes with one line: N passed, N failed, N skipped.
//   node scripts/test.mjs [SUITE ...]   only these, by the names below
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './cache.mjs';

const node = process.execPath;
const bin = (name) => join(root, 'node_modules', ...name);
const mocha = (layers, timeout, ...more) => {
  const present = layers.filter((layer) => holdsTests(join(root, 'test', layer)));
  if (present.length === 0) return undefined;
  const files = present.map((layer) => `out/test/${layer}/**/*.test.mjs`);
  const options = ['--reporter', 'scripts/reporter.cjs', '--timeout', String(timeout)];
  return [node, bin(['mocha', 'bin', 'mocha.js']), ...options, ...more, ...files];
};

/** It builds and packs, so nothing else that reads the bundles may run beside it. */
const startTest = 'out/test/e2e/start.test.mjs';
/** A checker takes its minutes over every regular expression. */
const expressionsTest = 'out/test/process/regular-expressions.test.mjs';
const sideBySide = ['--parallel', '--jobs', '2', '--ignore', startTest];

function mochaOn(file) {
  return [
    node,
    bin(['mocha', 'bin', 'mocha.js']),
    '--reporter',
    'scripts/reporter.cjs',
    '--timeout',
    '120000',
    file,
  ];
}

/** In running order. A step that counts nothing itself is one test: it passed or it failed. Minutes are a hard end. */
const suites = [
  { name: 'format and lint', minutes: 2, command: () => [bin(['.bin', 'biome']), 'check', '.'] },
  { name: 'types', minutes: 4, command: () => [bin(['.bin', 'tsc']), '--noEmit'] },
  {
    name: 'types of the card',
    minutes: 4,
    command: () => [bin(['.bin', 'tsc']), '--noEmit', '-p', 'src/webview'],
  },
  { name: 'build', minutes: 2, needed: true, command: () => [node, 'scripts/build.mjs', '--tests'] },
  { name: 'unit', minutes: 5, command: () => mocha(['unit', 'golden', 'contract', 'architecture'], 10_000) },
  {
    name: 'process',
    minutes: 10,
    command: () => mocha(['process', 'attacks'], 60_000, '--ignore', expressionsTest),
  },
  { name: 'expressions', minutes: 9, command: () => mochaOn(expressionsTest) },
  {
    name: 'package',
    minutes: 2,
    neededBy: ['e2e'],
    command: () => [node, 'scripts/package.mjs', '--out', 'out/countersign.vsix'],
  },
  { name: 'host', minutes: 6, command: () => [node, 'out/support/host-suite.mjs'] },
  {
    name: 'e2e',
    minutes: 16,
    environment: { PACKED: 'true' },
    command: () => mocha(['e2e'], 120_000, ...sideBySide),
  },
  { name: 'start', minutes: 4, command: () => mochaOn(startTest) },
];

function holdsTests(folder) {
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.test.ts'))
  );
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  say(`no suite is called ${unknown.join(', ')}; there are: ${suites.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];
mkdirSync(join(root, 'out'), { recursive: true });
for (const suite of suites) {
  const wanted = [suite.name, ...(suite.neededBy ?? [])].some((name) => chosen.includes(name));
  if (chosen.length > 0 && !suite.needed && !wanted) continue;
  const started = Date.now();
  const counts = await runSuite(suite);
  const seconds = Math.round((Date.now() - started) / 1000);
  table.push(`${suite.name.padEnd(16)} ${words(counts)} (${seconds} s)`);
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (suite.needed && counts.failed > 0) break;
}
process.stdout.write(`\n${table.join('\n')}\n\n${words(total)}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function runSuite(suite) {
  const command = suite.command();
  process.stdout.write(`\n== ${suite.name}\n`);
  if (command === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const file = join(root, 'out', `counts-${suite.name.replaceAll(' ', '-')}.json`);
  rmSync(file, { force: true });
  const code = await run(command, { TEST_COUNTS: file, ...suite.environment }, suite.minutes);
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  // A suite that ended badly without a failed test to show for it, such as one that crashed, is one failure.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && !existsSync(file)) counts.passed = 1;
  return counts;
}

/** Resolves with the exit code; one that is still running after its minutes is ended, with all that it started. */
function run([program, ...args], environment, minutes) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32' && !program.endsWith('.exe'),
  });
  const timer = setTimeout(() => {
    say(`ended: it ran longer than ${minutes} minutes`);
    end(child);
  }, minutes * 60_000);
  const stop = () => end(child);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code ?? 1);
    });
  });
}

function end(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
