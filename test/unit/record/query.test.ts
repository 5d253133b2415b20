import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitsQuery, isEmptyQuery, queryParts, readQuery, soughtIn } from '../../../src/core/record/query.js';
import { canonical } from '../../../src/core/shared/canonical.js';

const denied = {
  agent: 'codex',
  band: 'ask',
  by: 'person',
  decider: { account: 'ada', known: 'git', person: 'Ada Byron <ada@example.com>' },
  reason: 'no',
  request: 'CS-1',
  summary: 'psql -c "DROP TABLE t"',
  targets: ['postgres:prod-eu'],
  type: 'call.denied',
};

describe('what is looked for in the record', () => {
  it('is fields and words, all of which have to fit', () => {
    for (const [typed, isThere] of [
      ['agent:codex', true],
      ['agent:claude', false],
      ['BAND:Ask target:PROD', true],
      ['band:production', false],
      ['person:ada outcome:denied', true],
      ['person:"Ada Byron" drop', true],
      ['person:ben', false],
      ['outcome:approved', false],
      ['agent:codex band:quiet', false],
      ['drop cs-1', true],
      ['drop cs-2', false],
      ['', true],
    ] as const)
      assert.equal(fitsQuery(denied, readQuery(typed)), isThere, typed);
  });

  it('takes what has no known name before its colon for a word, and a field without a value for nothing', () => {
    assert.deepEqual(readQuery('postgres:prod-eu  drop '), {
      fields: [],
      words: ['postgres:prod-eu', 'drop'],
    });
    assert.equal(isEmptyQuery(readQuery('   ')), true);
    assert.equal(isEmptyQuery(readQuery('agent: ""')), true);
    assert.equal(isEmptyQuery(readQuery('agent:codex')), false);
  });

  it('is divided where a person sees blanks, and stands where it was typed', () => {
    assert.deepEqual(queryParts(' a  person:"x y" "open'), [
      { text: 'a', start: 1 },
      { text: 'person:"x y"', start: 4 },
      { text: '"open', start: 17 },
    ]);
  });

  /** Whatever is typed: where the entry fits, its line holds what is sought in it, so that no line is passed over. */
  it('never passes over a line whose entry fits', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('ask', 'AsK', 'Éa', 'a"b', 'a\\b', 'a\nb', 'x y', 'K', '\u212a', 'İx', 'ß'),
    );
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom('agent', 'band', 'outcome', 'person', 'target', ''),
        (a, b, more, field) => {
          const body = {
            agent: a,
            band: a,
            person: `${a}${more}`,
            summary: `${more}${b}`,
            targets: [b],
            type: b,
          };
          const typed = field === '' ? b : `${field}:"${a.replaceAll('"', '')}"`;
          const query = readQuery(typed);
          const line = canonical({ body });
          if (!line.ok || /[\u0130\u212a]/.test(typed + a + b + more) || !fitsQuery(body, query)) return;
          const bytes = Buffer.from(line.value).toString('latin1').toLowerCase();
          for (const sought of soughtIn(query))
            assert.ok(bytes.includes(sought), `${typed} -> ${sought} in ${line.value}`);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is told from its name elsewhere where its place is known', () => {
    assert.deepEqual(soughtIn(readQuery('band:ask agent:"a\\b" target:"Émile"')), [
      '"band":"ask',
      'a',
      'mile',
    ]);
  });
});
