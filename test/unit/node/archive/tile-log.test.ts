import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { entryBundle, readBundle, tilePath } from '../../../../src/core/record/archive/tile-layout.js';
import { CompactTree } from '../../../../src/core/record/tree/compact.js';
import { leafHash } from '../../../../src/core/record/tree/hashes.js';
import { writeSettled } from '../../../../src/node/archive/settled-files.js';
import { TileLog } from '../../../../src/node/archive/tile-log.js';

const entry = (n: number): Buffer => Buffer.from(`entry ${n}`);

describe('a log in tlog-tiles layout', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-tiles-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('names tiles as C2SP does', () => {
    assert.equal(tilePath(0, 1_234_067), 'tile/0/x001/x234/067');
    assert.equal(tilePath('entries', 0, 17), 'tile/entries/000.p/17');
    assert.equal(tilePath(2, 1_000, 256), 'tile/2/x001/000');
  });

  it('reads back any entries that a bundle holds, and says where one is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (entries, at) => {
          const bytes = entryBundle(entries);
          const read = readBundle(bytes, entries.length);
          assert.ok(read.ok);
          assert.deepEqual(
            read.value.map((one) => [...one]),
            entries.map((one) => [...one]),
          );
          const cut = readBundle(bytes.subarray(0, at % bytes.length), entries.length);
          assert.equal(cut.ok, false);
        },
      ),
    );
  });

  it('has the root of its entries, however they came, were settled, taken back or read again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            count: fc.nat({ max: 400 }),
            next: fc.constantFrom('settle', 'revert', 'reopen', 'go on'),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        async (steps) => {
          const own = mkdtempSync(join(folder, 'log-'));
          let log = TileLog.at(own, 0);
          let [size, settled] = [0, 0];
          for (const { count, next } of steps) {
            const mark = log.mark();
            for (let n = 0; n < count; n += 1) log.add(entry(size + n));
            if (next === 'revert') log.revert(mark);
            else size += count;
            if (next === 'settle') {
              await writeSettled(log.files());
              log.settled();
              settled = size;
            }
            if (next === 'reopen') [log, size] = [TileLog.at(own, settled), settled];
            const tree = new CompactTree();
            for (let n = 0; n < size; n += 1) tree.add(leafHash(entry(n)));
            assert.equal(log.size, size);
            assert.deepEqual(Buffer.from(log.root()), Buffer.from(tree.root()));
            assert.deepEqual(log.last()?.toString(), size === 0 ? undefined : entry(size - 1).toString());
            for (const at of [0, 255, 256, size - 1].filter((one) => one >= 0 && one < size))
              assert.deepEqual(Buffer.from(log.leaf(at)), Buffer.from(leafHash(entry(at))), `leaf ${at}`);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('keeps the tiles of the last two checkpoints, and no part of one that is full', async () => {
    const log = TileLog.at(folder, 0);
    for (const size of [10, 20, 30, 300]) {
      while (log.size < size) log.add(entry(log.size));
      await writeSettled(log.files());
      log.settled();
    }
    assert.throws(() => readFileSync(join(folder, tilePath(0, 0, 10))));
    assert.equal(readFileSync(join(folder, tilePath(0, 0, 30))).length, 30 * 32);
    while (log.size < 310) log.add(entry(log.size));
    await writeSettled(log.files());
    log.settled();
    assert.throws(() => readFileSync(join(folder, tilePath(0, 0, 30))));
    assert.equal(readFileSync(join(folder, tilePath(0, 0))).length, 256 * 32);
    assert.equal(readFileSync(join(folder, tilePath(0, 1, 44))).length, 44 * 32);
  });
});
