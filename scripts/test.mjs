// Checks, builds, and runs every suite, one behind another but for those that run beside them; closes with one line: N passed, N failed, N skipped.
//   node scripts/test.mjs [SUITE | FILE ...] [OPTION ...]   only these: names of suites, test files or folders of them;
//   options go to mocha: npm test -- test/unit/desk.test.ts --grep parks
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './cache.mjs';
import { asked, suites } from './suites.mjs';

const { unknown, options, isMeasured, runs } = asked(process.argv.slice(2));
if (unknown.length > 0) {
  const names = suites.map((suite) => suite.name).join(', ');
  say(`no suite or test file is called ${unknown.join(', ')}; the suites are: ${names}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];
const failures = [];
mkdirSync(join(root, 'out'), { recursive: true });
if (isMeasured) rmSync(join(root, 'out', 'coverage'), { recursive: true, force: true });
const behind = [];
for (const run of runs) {
  if (run.suite.isBehind) {
    behind.push(counted(run, 'pipe'));
    continue;
  }
  if (run.suite.isAlone) await Promise.all(behind.splice(0));
  const { failed } = await counted(run, 'inherit');
  if (run.suite.needed && failed > 0) break;
}
await Promise.all(behind);
// What failed is said again at the end: the middle of a long log is what a viewer leaves out.
if (failures.length > 0) process.stdout.write(`\n== failed\n${failures.join('\n')}\n`);
process.stdout.write(`\n${table.join('\n')}\n\n${words(total)}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Runs a suite; its counts, which are in the table then. */
async function counted({ suite, files }, output) {
  const started = Date.now();
  const counts = await runSuite(suite, files, output);
  const seconds = Math.round((Date.now() - started) / 1000);
  table.push(`${suite.name.padEnd(16)} ${words(counts)} (${seconds} s)`);
  for (const key of Object.keys(total)) total[key] += counts[key];
  failures.push(...(counts.failures ?? []).map((failure) => `${suite.name}: ${failure}`));
  if (counts.failed > 0 && !counts.failures?.length) failures.push(`${suite.name}: see its output above`);
  return counts;
}

async function runSuite(suite, files, output) {
  const command =
    typeof suite.command === 'function' ? suite.command(files, options, isMeasured) : suite.command;
  const title = `\n== ${suite.name}\n`;
  if (output === 'inherit') process.stdout.write(title);
  const file = join(root, 'out', `counts-${suite.name.replaceAll(' ', '-')}.json`);
  rmSync(file, { force: true });
  const environment = { TEST_COUNTS: file, ...suite.environment?.(isMeasured) };
  const { code, printed } = await run(command, environment, suite.minutes, output);
  if (output === 'pipe') process.stdout.write(`${title}${printed}`);
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  // A suite that ended badly without a failed test to show for it, such as one that crashed, is one failure.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && !existsSync(file)) counts.passed = 1;
  return counts;
}

/**
 * Resolves with the exit code, and where the output is a `pipe` with what was printed; one that is still running after its minutes
 * is ended, with all that it started.
 */
function run([program, ...args], environment, minutes, output) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32' && !program.endsWith('.exe'),
  });
  const timer = setTimeout(() => {
    say(`ended: it ran longer than ${minutes} minutes`);
    end(child);
  }, minutes * 60_000);
  const stop = () => end(child);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let printed = '';
  for (const pipe of [child.stdout, child.stderr]) {
    pipe?.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve({ code: 1, printed });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve({ code: code ?? 1, printed });
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
