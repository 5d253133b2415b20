import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EntryBody } from '../../../src/core/record/entry.js';
import { OpenReviews } from '../../../src/node/record/open-reviews.js';
import { RecordFile } from '../../../src/node/record/record-file.js';
import { graveFacts } from '../../support/call-facts.js';

const began = Date.parse('2026-11-01T10:00:00Z');
const statementOf = (at: number): string => String(at).repeat(64);

const glass = (at: number): EntryBody => ({
  ...graveFacts,
  type: 'break-glass',
  request: `CS-${at + 1}`,
  statement: statementOf(at),
  person: 'mara@example.com',
  fingerprint: 'SHA256:x',
  presence: 'none',
  reason: 'the region is down',
});

const review = (at: number): EntryBody => ({
  type: 'review.received',
  statement: statementOf(at),
  person: 'ben@example.com',
  fingerprint: 'SHA256:y',
  presence: 'none',
  request: `CS-${at + 1}`,
  answer: 'c'.repeat(64),
  verdict: 'right',
  comment: '',
});

describe('what is kept of the reviews that are due', () => {
  let home: string;
  const folder = (): string => join(home, 'record');
  const kept = (): string => join(home, 'reviews.json');

  const write = async (...bodies: readonly EntryBody[]): Promise<void> => {
    const clock = { now: () => began };
    const record = new RecordFile({ folder: folder(), machine: 'm', clock, writer: 'ab' });
    for (const body of bodies) assert.equal((await record.append(body)).ok, true);
    record.close();
  };
  const due = async (): Promise<readonly string[]> =>
    (await new OpenReviews(folder()).now()).map(({ request }) => request).sort();
  /** As the record says it, whatever is kept. */
  const readWhole = async (): Promise<readonly string[]> => {
    const was = existsSync(kept()) ? readFileSync(kept()) : undefined;
    rmSync(kept(), { force: true });
    const all = await due();
    if (was === undefined) rmSync(kept(), { force: true });
    else writeFileSync(kept(), was);
    return all;
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-reviews-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is what the record says, whatever was written, looked at and put back in between', async () => {
    const step = fc.record({
      what: fc.constantFrom('break', 'look', 'look', 'keep', 'put back', 'lose', 'forge'),
      at: fc.integer({ min: 0, max: 3 }),
      close: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        rmSync(home, { recursive: true, force: true });
        for (const { what, at, close } of steps) {
          if (what === 'break') await write(close ? review(at) : glass(at));
          if (what === 'keep' && existsSync(kept())) copyFileSync(kept(), join(home, 'old.json'));
          if (what === 'put back' && existsSync(join(home, 'old.json')))
            copyFileSync(join(home, 'old.json'), kept());
          if (what === 'lose') rmSync(kept(), { force: true });
          if (what === 'forge' && existsSync(kept()))
            writeFileSync(kept(), readFileSync(kept(), 'utf8').replace(/"due":\[.*\]/, '"due":[]'));
          if (what === 'look' && existsSync(folder())) assert.deepEqual(await due(), await readWhole());
        }
        if (existsSync(folder())) assert.deepEqual(await due(), await readWhole());
      }),
      { numRuns: 25 },
    );
  });

  it('is not read again: only what was written since is', async () => {
    await write(glass(0), glass(1), { type: 'recovery', detail: 'x' });
    assert.deepEqual(await due(), ['CS-1', 'CS-2']);
    const path = join(folder(), 'segments', '000000.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    // What lies before is another now, and nobody looks: verifying is another's.
    writeFileSync(path, lines.map((line) => line.replace('"break-glass"', '"broken-glas"')).join('\n'));
    await write(review(0));
    assert.deepEqual(await due(), ['CS-2']);
    rmSync(kept());
    assert.deepEqual(await due(), []);
  });

  it('of a record that was begun anew is forgotten', async () => {
    await write(glass(0), glass(1));
    assert.deepEqual(await due(), ['CS-1', 'CS-2']);
    rmSync(folder(), { recursive: true });
    await write(glass(2), glass(3), glass(0));
    assert.deepEqual(await due(), ['CS-1', 'CS-3', 'CS-4']);
  });
}).timeout(60_000);
