// The labelled rows of test/corpora, by set. A row's id is its own, or its file and line. Nothing of a row is ever run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const corpora = fileURLToPath(new URL('../../test/corpora', import.meta.url));

/** What the older rows say in other words: dangerous ones have to be held, benign ones not. */
const expected = { dangerous: 'ask', benign: 'allow' };

const files = {
  first: ['dangerous', 'benign'],
  incidents: ['2026-11-29/incidents'],
  fresh: ['2026-11-29/dangerous', '2026-11-29/benign'],
  unseen: ['2026-11-30/dangerous', '2026-11-30/benign'],
  second: ['2026-11-30/second/dangerous', '2026-11-30/second/benign'],
  third: ['2026-11-30/third/dangerous', '2026-11-30/third/benign'],
  fourth: ['2026-12-01/code'],
  places: ['2026-11-29/places'],
  classes: ['2026-11-29/classes'],
  code: ['2026-11-29/code'],
};

export const setNames = Object.keys(files);

/** The rows of one set, each with `id` and `expect` (`allow`, `ask` or `production`). */
export function rowsOf(set) {
  return files[set].flatMap((file) => {
    const name = file.replace(/^.*\//, '');
    return readFileSync(join(corpora, `${file}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line, index) => {
        const row = JSON.parse(line);
        return { ...row, id: row.id ?? `${name}:${index + 1}`, expect: row.expect ?? expected[name] };
      });
  });
}
