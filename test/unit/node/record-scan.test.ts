import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beginning, linesWith, type Spot } from '../../../src/node/record/scan.js';

/** Lines that nobody of us wrote may have any length: what stands behind them is found all the same. */
describe('looking through a record', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-scan-'));
    mkdirSync(join(folder, 'segments'));
    file = join(folder, 'segments', '000000.jsonl');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function found(from: Spot): Promise<{ readonly lines: readonly string[]; readonly end: Spot }> {
    const lines: string[] = [];
    const reading = linesWith(folder, ['hold.begun'], from);
    for (;;) {
      const { done, value } = await reading.next();
      if (done) return { lines, end: value };
      lines.push(value);
    }
  }

  const mebibyte = 1024 * 1024;
  const hit = (n: number): string => `{"seq":${n},"type":"hold.begun"}`;
  const length = fc.oneof(
    fc.constantFrom(0, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 2 * mebibyte + 7),
    fc.integer({ min: 0, max: 3 * mebibyte }),
  );

  it('finds what stands before and behind lines of any length, and goes on where it ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(length, { minLength: 1, maxLength: 3 }), async (lengths) => {
        const hits = lengths.map((_, n) => hit(n));
        writeFileSync(file, lengths.map((size, n) => `${hits[n]}\n${'x'.repeat(size)}\n`).join(''));
        const { lines, end } = await found(beginning);
        assert.deepEqual(lines, hits);
        appendFileSync(file, `${hit(99)}\n${'y'.repeat(mebibyte + 5)}`);
        const more = await found(end);
        assert.deepEqual(more.lines, [hit(99)]);
        appendFileSync(file, `\n${hit(100)}\n`);
        assert.deepEqual((await found(more.end)).lines, [hit(100)]);
      }),
      { numRuns: 25 },
    );
  });
});
