/**
 * Every command × every way to get it wrong, from the command line's own help: a command or an option that is added is tried without
 * being named here.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(process.cwd(), 'dist/cli.js');
const helpOf = (...words: readonly string[]): string =>
  spawnSync(process.execPath, [cli, ...words, '--help'], { encoding: 'utf8' }).stdout;

const names = [...helpOf().matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name);

interface Option {
  readonly name: string;
  /** What its value is called; undefined for one that has none. */
  readonly value: string | undefined;
}

function optionsOf(name: string): readonly Option[] {
  const found = [...helpOf(name).matchAll(/^ {2}(--[a-z-]+)(?: (\S+))? {2,}/gm)];
  const all = found.map(([, option = '', value]) => [option, value] as const);
  return [...new Map(all)].map(([option, value]) => ({ name: option, value }));
}

interface Run {
  readonly words: readonly string[];
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What nobody should ever read: a runtime's own words, a code of the system, a stack. */
const raw = /Option '|Unknown option|ambiguous|failed:|\bE[A-Z]{4,}\b|\.js:\d|^ +at /m;

/** One line that says what was expected, what was got, and where it can what to do. */
function saysWhy(run: Run, ...parts: readonly string[]): void {
  const said = run.words.some((word) => word === '--json' || word === '--jsonl') ? fromJson(run) : run.err;
  const shown = `${run.words.join(' ')}\n${run.out}\n${run.err}`;
  assert.match(said, /^countersign: [^\n]*(?:expected|could not)[^\n]*\n?$/, shown);
  assert.doesNotMatch(said, raw, shown);
  for (const part of parts) assert.ok(said.includes(part), `${part} in ${shown}`);
}

function fromJson({ err, words }: Run): string {
  const value: unknown = JSON.parse(err || 'null');
  assert.ok(typeof value === 'object' && value !== null && 'error' in value, `${words.join(' ')}\n${err}`);
  return String(value.error);
}

describe('what is wrong in a command line', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-misuse-'));
    for (const name of ['home', 'work']) mkdirSync(join(folder, name));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Run> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), ...more };
      const child = execFile(
        process.execPath,
        [cli, ...words],
        { cwd: join(folder, 'work'), env, encoding: 'utf8' },
        (error, out, err) => resolve({ words, code: error === null ? 0 : Number(error.code), out, err }),
      );
      child.stdin?.end();
    });

  it('is looked for in every command that there is', () => {
    assert.ok(names.length > 20, names.join(' '));
    const { stdout } = spawnSync(process.execPath, [cli, 'help', 'log'], { encoding: 'utf8' });
    assert.equal(stdout, helpOf('log'));
    for (const name of names) assert.match(helpOf(name), new RegExp(`^countersign ${name}\\b`), name);
  });

  for (const name of names)
    it(`is known by the usage, the list and the parser of ${name} alike`, async () => {
      const help = helpOf(name);
      const [usage = ''] = help.split('\n\n');
      const inUsage = new Set(usage.match(/--[a-z][a-z-]*/g) ?? []);
      const listed = new Set(
        (help.match(/^ {2}--.*/gm) ?? []).flatMap((line) => line.match(/^ {2}--[a-z-]+|, --[a-z-]+/g) ?? []),
      );
      const starts =
        name === 'policy'
          ? [
              [name, 'explain'],
              [name, 'replay', 'f'],
            ]
          : [[name]];
      const told = await Promise.all(starts.map((words) => run([...words, '--no-such-option'])));
      const parsed = told.flatMap(
        ({ err }) => (/expected ([^;]*), got/.exec(err)?.[1] ?? '').match(/--[a-z][a-z-]*/g) ?? [],
      );
      const sorted = (options: Iterable<string>) =>
        [...new Set(options)].map((one) => one.replace(/^[ ,]+/, '')).sort();
      assert.deepEqual(sorted(listed), sorted(inUsage));
      if (name !== 'hook') assert.deepEqual(sorted(parsed), sorted(inUsage));
    });

  it('is a command that there is not, or not yet', async () => {
    for (const words of [['nosuch'], ['help', 'nosuch'], ['scan'], []]) {
      const done = await run(words);
      assert.equal(done.code, 2);
      saysWhy(done);
    }
  });

  for (const name of names)
    it(`is said by ${name}`, async () => {
      const options = optionsOf(name);
      const hasJson = options.some((option) => option.name === '--json');
      // Agents' own payloads have no options, and are blocked by exit code 2 whatever they are.
      const isHook = name === 'hook';
      const bare = await run([name]);
      if (bare.code !== 0) saysWhy(bare);
      assert.doesNotMatch(bare.out, raw);

      const unknown = await run([name, '--no-such-option', ...(hasJson ? ['--json'] : [])]);
      assert.equal(unknown.code, 2, unknown.err);
      if (isHook) return;
      saysWhy(unknown, 'got --no-such-option', `see countersign ${name}`);

      const other = await run([name], { COUNTERSIGN_HOME: '/dev/null' });
      assert.equal(other.code, 2, other.err);
      saysWhy(other, 'COUNTERSIGN_HOME', '/dev/null');
      saysWhy(await run([name], { COUNTERSIGN_HOME: 'here' }), 'absolute');

      await Promise.all(
        options.map(async (option) => {
          const start = startOf(name, option.name);
          const json = hasJson && option.name !== '--json' ? ['--json'] : [];
          if (option.value === undefined) {
            const valued = await run([...start, ...json, `${option.name}=maybe`]);
            assert.equal(valued.code, 2, valued.err);
            saysWhy(valued, `expected ${option.name} alone`, 'maybe');
            return;
          }
          const missing = await run([...start, ...json, option.name]);
          assert.equal(missing.code, 2, missing.err);
          saysWhy(missing, `expected a value behind ${option.name}, got none`);
          const swallowed = await run([...start, option.name, '--json']);
          assert.equal(swallowed.code, 2, swallowed.err);
          saysWhy(swallowed, `behind ${option.name}`, `${option.name}=--json`);
          const odd = await run([...start, ...json, option.name, oddValue(option.value)]);
          if (odd.code !== 0) saysWhy(odd);
          const isRefused = /^(?:N|T|MIN)$/.test(option.value);
          if (isRefused) assert.equal(odd.code, 2, `${odd.words.join(' ')} ${odd.out}`);
        }),
      );
    });
});

/** `policy` has commands of its own. */
function startOf(name: string, option: string): readonly string[] {
  if (name !== 'policy') return [name];
  return [name, option === '--limit' ? 'replay' : 'explain'];
}

/** What no option of that kind takes. */
function oddValue(value: string): string {
  if (/^(?:N|MIN)$/.test(value)) return '-1';
  if (value === 'T') return '2999-01-01';
  return /FILE|DIR/.test(value) ? '/no/such/file' : '-1';
}
