import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { install } from '../../src/node/install/install.js';

/** Keywords miss what the first loses, and that the second is no statement. */
const mysql = 'mysql -h db -e "alter table orders engine = blackhole"';
const postgres = 'psql -h db -c "drop table orders please"';

describe('an installed doorbell', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-grammars-'));
    const done = install({ home: homeAt(folder), bundles: join(process.cwd(), 'dist') });
    assert.ok(done.ok);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('judges by the grammars beside it', () => {
    assert.deepEqual(verbsOf(folder, mysql), ['destroy']);
    assert.deepEqual(verbsOf(folder, postgres), ['destroy', 'execute']);
  }).timeout(30_000);

  it('judges by keywords when a grammar is gone', () => {
    const { bin } = homeAt(folder);
    for (const name of readdirSync(bin).filter((one) => /grammar|wasm/.test(one))) rmSync(join(bin, name));
    assert.deepEqual(verbsOf(folder, mysql), ['modify']);
    assert.deepEqual(verbsOf(folder, postgres), ['destroy']);
  }).timeout(30_000);
});

function verbsOf(folder: string, cmd: string): readonly string[] {
  const output = execFileSync(process.execPath, [join(homeAt(folder).bin, 'cli.js'), 'check', '--jsonl'], {
    input: `${JSON.stringify({ cmd, cwd: folder, home: folder })}\n`,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { HOME: folder, PATH: '' },
  });
  return [...output.matchAll(/"verb":"(\w+)"/g)].map((match) => match[1] ?? '');
}
