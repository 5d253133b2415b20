import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writing to the record, or to the requests that are kept. */
const writes = /\b(?:record|requests|store)\s*\??\.\s*(?:append|save|claim|unclaim)\s*\(/;

describe('the ledger', () => {
  it('is the only file of the desk that writes requests or entries', () => {
    const files = readdirSync('src/desk', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    assert.ok(files.includes('ledger.ts'));
    const writers = files.filter((name) => writes.test(readFileSync(join('src/desk', name), 'utf8')));
    assert.deepEqual(writers, ['ledger.ts']);
  });

  it('is asked by nobody to take back what a setter gave it: the desk is built once, in one place', () => {
    const desk = readFileSync('src/desk/desk.ts', 'utf8');
    assert.doesNotMatch(desk, /\bthis\.\w+\.\w+\s*=[^=]/);
  });
});
