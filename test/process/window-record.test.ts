import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyChain } from '../../src/core/record/verify.js';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { WindowRecord } from '../../src/node/record/window-record.js';

describe("a window's record", function () {
  this.timeout(60_000);

  it('is one chain with what others append beside it, and refuses a line that is too long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-window-record-'));
    const setting = { folder, machine: 'm', writer: 'ab' };
    const record = new WindowRecord(setting, join(process.cwd(), 'dist/record-writer.js'));
    const beside = new RecordFile({ ...setting, clock: systemClock });
    const entry = (file: string) => ({ type: 'agent.connected', agent: 'vscode', file }) as const;
    const waiting = Array.from({ length: 100 }, (_, n) => record.append(entry(`${n}`)));
    for (let n = 0; n < 20; n += 1) assert.equal((await beside.append(entry('beside'))).ok, true);
    assert.ok((await Promise.all(waiting)).every((done) => done.ok));
    const long = await record.append(entry('x'.repeat(70_000)));
    assert.equal(!long.ok && long.error.code, 'too-long');
    const lines = readFileSync(join(folder, 'segments/000000.jsonl'), 'utf8').split('\n').slice(0, -1);
    const chain = verifyChain(lines);
    assert.equal(chain.ok && chain.head.size, 121);
    await record.close();
    beside.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
