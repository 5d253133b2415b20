import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/core/record/checkpoint/checkpoint.js';
import { readNoteKey } from '../../src/core/record/checkpoint/note.js';
import { noteStanding } from '../../src/core/record/checkpoint/note-signature.js';
import { leafHash } from '../../src/core/record/tree/hashes.js';
import { continues } from '../../src/core/record/tree/verify-proofs.js';
import { verifyChain } from '../../src/core/record/verify.js';
import { systemClock } from '../../src/node/clock.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { WindowRecord } from '../../src/node/record/window-record.js';
import { until } from '../support/until.js';

describe("a window's record", function () {
  this.timeout(60_000);

  it('is one chain with what others append beside it, and refuses a line that is too long', async () => {
    const home = mkdtempSync(join(tmpdir(), 'cs-window-record-'));
    const folder = join(home, 'record');
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
    const head = await record.checkpoint([1, 100, 121, 500]);
    const checkpoint = readCheckpoint(head?.checkpoint ?? '');
    const key = readNoteKey(head?.key ?? '');
    assert.ok(head && checkpoint && key);
    assert.equal(checkpoint.size, 121);
    assert.equal(noteStanding(checkpoint.note, key), 'good');
    assert.deepEqual(
      head.proofs.map(({ from }) => from),
      [1, 100],
    );
    const [first] = head.proofs;
    const proof = first?.hashes.map((hash) => Uint8Array.from(Buffer.from(hash, 'base64'))) ?? [];
    assert.ok(continues({ size: 1, root: leafHash(lines[0] ?? '') }, checkpoint, proof));
    // Nobody has to ask: the tree follows what is written, also by those who do not know of it.
    assert.equal((await beside.append(entry('later'))).ok, true);
    assert.equal((await record.append(entry('last'))).ok, true);
    await until('the next checkpoint', () =>
      readCheckpoint(readFileSync(join(home, 'checkpoint'), 'utf8'))?.size === 123 ? true : undefined,
    );
    await record.close();
    beside.close();
    rmSync(home, { recursive: true, force: true });
  });
});
