import assert from 'node:assert/strict';
import { sourceFiles } from '../support/source.js';

/**
 * Code that lets a fixed time pass: a sleep, or a timer that acts before any hard end would. `until` waits for a condition, and a
 * timer of a minute or more ends what hangs.
 */
const sleeps = [
  /\bwaitForTimeout\(/,
  /\b(?:sleep|pause|delay|wait)\(\s*\d/,
  /\bsetTimeout\(\s*[\w.]+\s*,(?!\s*(?:minutes|hour)\b)/,
  /\bsetTimeout\(\s*\(\)\s*=>[^;]*?,\s*(?:\d{1,4}|[1-5]\d{4}|\d_\d{3}|[1-5]\d_\d{3})\)/,
  /\bsetTimeout\(\s*\d/,
];

/** An assertion that compares what a clock said: a busy machine fails it, a quick one passes what has become slow. */
const readsClock = /\b(?:performance|Date)\.now\(\)|\bhrtime\b/;
const comparison = /[<>]/;
const stopwatch = /\bconst (\w+) = (?:[^;]*\b)?(?:performance\.now\(\)|process\.hrtime)[^;]*;/g;

/** Where time has to pass: the one way to wait, and the benches' own stand-ins. */
const mayWait = /^test\/support\/(?:until|[\w-]*bench)\.ts$/;

/** The assertions of a file, each from its name to its closing `;`. */
function assertionsIn(code: string): readonly string[] {
  return [...code.matchAll(/\b(?:assert(?:\.\w+)?|ok|strictEqual)\([^;]*;/g)].map((match) => match[0]);
}

function faultsIn(code: string): readonly string[] {
  const watches = [...code.matchAll(stopwatch)].map((match) => match[1] ?? '');
  const timed = assertionsIn(code).filter(
    (one) =>
      comparison.test(one) &&
      (readsClock.test(one) || watches.some((name) => new RegExp(`\\b${name}\\b`).test(one))),
  );
  const waits = code.split(';').filter((one) => sleeps.some((pattern) => pattern.test(one)));
  return [...timed, ...waits].map((one) => one.replace(/\s+/g, ' ').trim());
}

describe('the tests', () => {
  it('wait for conditions and assert no durations', () => {
    const faults = sourceFiles('test')
      .filter(({ path }) => !mayWait.test(path) && path !== 'test/architecture/waiting.test.ts')
      .flatMap(({ path, code }) => faultsIn(code).map((fault) => `${path}: ${fault}`));
    assert.deepEqual(faults, []);
  });

  for (const fault of [
    'await new Promise((resolve) => setTimeout(resolve, 500));',
    'await new Promise((resolve) => setTimeout(resolve, milliseconds));',
    'setTimeout(() => giveUp.abort(), 50);',
    'setTimeout(() => process.kill(pid, signal), 1_500);',
    'await page.waitForTimeout(300);',
    'await setTimeout(200);',
    'await sleep(20);',
    'const started = Date.now(); run(); assert.ok(Date.now() - started < 5_000);',
    'const before = performance.now(); run(); const took = performance.now() - before; ok(took < 1_500);',
    'const from = process.hrtime.bigint(); assert.ok(from > limit);',
  ]) {
    it(`are told apart by it: ${fault}`, () => assert.equal(faultsIn(fault).length > 0, true));
  }

  for (const fine of [
    "await until('the end', () => found, 20_000);",
    'const limit = setTimeout(() => run.kill(), 90_000);',
    'setTimeout(() => resolve(late), minutes * 60_000).unref();',
    'await page.locator(name).waitFor({ timeout: 20_000 });',
    'this.timeout(120_000);',
    'const now = Date.now(); assert.deepEqual(signed(now), { at: now });',
    'assert.ok(lines.length < 10);',
    'const started = performance.now(); console.log(performance.now() - started);',
    'waiting(3);',
  ]) {
    it(`may do this: ${fine}`, () => assert.deepEqual(faultsIn(fine), []));
  }
});
