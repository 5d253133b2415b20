import { deepEqual, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCommand } from '../../src/core/command/read.js';
import { printingScript } from '../support/printing-scripts.js';
import { memoryWorld } from '../support/world.js';

const scripts = 500;

/** What bash prints for each script, trailing newlines aside; undefined for a script that it breaks off. */
function printed(texts: readonly string[], cwd: string): readonly (string | undefined)[] {
  const each = `while IFS= read -r -d '' s; do
    (ulimit -t 2; eval "$s"$'\\n'"printf '\\035'") 2>/dev/null </dev/null; printf '\\036'
  done`;
  const { stdout } = spawnSync('/bin/bash', ['--norc', '--noprofile', '-c', each], {
    cwd,
    env: { PATH: '/usr/bin:/bin', HOME: cwd, LC_ALL: 'C.UTF-8' },
    input: texts.map((text) => `${text}\0`).join(''),
    maxBuffer: 64_000_000,
    timeout: 60_000,
  });
  return stdout
    .toString()
    .split('\x1e')
    .slice(0, -1)
    .map((text) => (text.endsWith('\x1d') ? text.slice(0, -1).replace(/\n+$/, '') : undefined));
}

/** What the reading says that a script prints; undefined where it says that it does not know. */
function readAs(script: string, cwd: string): string | undefined {
  const { invocations } = readCommand(`rm "$(${script}\n)"`, 'bash', memoryWorld({ cwd, home: cwd }));
  const removed = invocations.filter(({ program }) => program === 'rm').at(-1)?.argv[1];
  return removed === undefined || removed.opaque.length > 0 ? undefined : removed.text;
}

describe('what a real bash prints', () => {
  it('is what the reading says, wherever it says that it knows', function () {
    if (!existsSync('/bin/bash')) return this.skip();
    const cwd = mkdtempSync(join(tmpdir(), 'countersign-printed-'));
    try {
      const texts = fc.sample(printingScript, { seed: 5, numRuns: scripts });
      const real = printed(texts, cwd);
      deepEqual(real.length, texts.length);
      const rows = texts.map((script, index) => ({
        script,
        said: readAs(script, cwd),
        prints: real[index],
      }));
      const compared = rows.filter(({ said, prints }) => said !== undefined && prints !== undefined);
      deepEqual(
        compared.filter(({ said, prints }) => said !== prints),
        [],
      );
      ok(compared.length > texts.length / 3, `expected many to compare, got ${compared.length}`);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  }).timeout(120_000);
});
