import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';

const loaded: unknown = await import(pathToFileURL(join(process.cwd(), 'scripts/lazy-constants.mjs')).href);

function withLazyConstants(text: string): string {
  if (typeof loaded !== 'object' || loaded === null || !('withLazyConstants' in loaded)) assert.fail();
  const made: unknown = typeof loaded.withLazyConstants === 'function' && loaded.withLazyConstants(text);
  return typeof made === 'string' ? made : assert.fail();
}

/** What a bundle makes, in order, and what its last line gives. */
function run(text: string): { readonly made: readonly string[]; readonly gives: unknown } {
  const made: string[] = [];
  const make = (name: string) => {
    made.push(name);
    return { name, Of: class {}, list: [1, 2], call: () => name };
  };
  const gives: unknown = runInNewContext(text, { make });
  return { made, gives: JSON.parse(JSON.stringify(gives)) };
}

describe('constants of a bundle', () => {
  const table = "var table = make('table');\nvar other = make('other');\n";

  it('are made when they are first read, and once', () => {
    const { made, gives } = run(
      withLazyConstants(`${table}function read() { return table.name; }\nvar a = 1;\n[read(), read()]`),
    );
    assert.deepEqual([made, gives], [['table'], ['table', 'table']]);
  });

  it('are made before those that are made of them', () => {
    const text = `${table}var both = [other, table];\nboth.map(({ name }) => name)`;
    assert.deepEqual(run(withLazyConstants(text)), { made: ['other', 'table'], gives: ['other', 'table'] });
  });

  const reads = [
    'table.name',
    '({ table }).table.name',
    '({ name: table }).name.name',
    'new table.Of() instanceof table.Of',
    '[...table.list, table.call()]',
    '((given = table) => given.name)()',
    '(({ table }) => table)({ table: 7 })',
    '(() => { const { name } = table; return name; })()',
    '(() => { class table {} return typeof new table(); })()',
    '(() => { for (const table of [3]) return table; })()',
    '(() => { try { throw 5; } catch (table) { return table; } })()',
    'String.raw`a`.concat(table.name, typeof table)',
    'table?.call?.()',
  ];
  for (const read of reads)
    it(`say what they said: ${read}`, () => {
      const text = `${table}${read}`;
      assert.deepEqual(run(withLazyConstants(text)).gives, run(text).gives);
    });

  it('stay as they are where their value changes, or is that of a moment', () => {
    for (const text of [
      "var table = make('table');\ntable = 5;\ntable",
      "var table = [make('table')];\n[table] = [6];\ntable",
      'var count = make.length;\ncount++;\ncount',
      'var began = { at: Date.now() };\ntypeof began.at',
    ])
      assert.equal(withLazyConstants(text), text);
  });

  it('are not functions, patterns or plain values', () => {
    const text = 'var read = () => make("x");\nvar pattern = /a/g;\nvar five = 5;\nread().name';
    assert.equal(withLazyConstants(text), text);
  });
});
