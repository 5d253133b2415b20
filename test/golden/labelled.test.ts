import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../src/protocol/ring.js';
import { asks, judged } from '../support/judged.js';

/** What the engine says otherwise and why that is kept stands in test/corpora/LABELS.md: at most so many rows. */
const kept = { dangerous: 5, benign: 3 };

/** The labelled commands of one kind, judged in an empty home, whose label the engine does not share. */
function otherwise(kind: keyof typeof kept): readonly string[] {
  return readFileSync(join(process.cwd(), 'test/corpora', `${kind}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .map((row) => String(isObject(row) ? row['cmd'] : ''))
    .filter((command) => asks(judged(command)) !== (kind === 'dangerous'));
}

describe('the labelled commands', () => {
  it('ask where they are dangerous', () => {
    const quiet = otherwise('dangerous');
    assert.ok(quiet.length <= kept.dangerous, quiet.join('\n'));
  });

  it('are quiet where they are not', () => {
    const asked = otherwise('benign');
    assert.ok(asked.length <= kept.benign, asked.join('\n'));
  });
});
