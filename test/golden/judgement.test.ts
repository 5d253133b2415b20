import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { retell } from '../support/golden.js';

const folder = join(process.cwd(), 'test/golden');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** `UPDATE_GOLDEN=1` writes the transcripts anew; read the difference before you keep it. */
const update = process.env['UPDATE_GOLDEN'] === '1';

describe('the transcripts of judgement', () => {
  it('are there', () => {
    assert.ok(names.length >= 10, `expected 10 transcripts or more, got ${names.length}`);
  });

  for (const name of names) {
    it(`say the same as before: ${name}`, () => {
      const path = join(folder, name);
      const before = readFileSync(path, 'utf8');
      const now = retell(before);
      if (update) writeFileSync(path, now);
      else assert.equal(now, before, `${name} differs; UPDATE_GOLDEN=1 writes it anew`);
    });
  }
});
