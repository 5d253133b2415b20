import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conditionOf, type SqlWriting } from '../../../../src/core/change/look/condition.js';
import { readStatements, type SqlToken } from '../../../../src/core/tool/sql/lexer.js';

const writing: SqlWriting = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  functions: new Set(['NOW', 'LOWER', 'COALESCE']),
};

function written(sql: string): string | undefined {
  return conditionOf(readStatements(sql, 'postgres').statements[0] ?? [], writing);
}

const counted = [
  "status = 'old'",
  "o.status = 'it''s' AND total >= 1.5",
  "created_at < now() - interval '30 days'",
  'id IN (1, 2, 3) OR NOT (a IS NULL)',
  "lower(email) LIKE '%@example.org'",
  "created_at::date = '2026-01-01'::date",
  "first || last <> 'ab'",
  'amount * 100 % 7 != -1',
  '"select" = 1e5',
];

const notCounted = [
  'spill()',
  "nextval('s') > 0",
  'a = pg_sleep(3)',
  'pg_catalog.pg_sleep(3) IS NULL',
  '"spill"()',
  'spill ()',
  'id IN (SELECT 1)',
  'EXISTS (TABLE x)',
  'id = ANY (ARRAY[1])',
  'CURRENT OF c',
  "a = E'\\\\x'",
  "a = U&'x'",
  'a OPERATOR(pg_catalog.+) 1',
  'a @@ b',
  'a = $1',
  'a = :name',
  'a = b) OR (1 = 1',
  'a = 1 \\\\! touch x',
  "a = 'x\\ny'".replace('\\n', '\n'),
  "a = '\u202E'",
  'a = b; DROP TABLE c',
  'a[1] = 2',
  'a ~ b',
];

describe('a condition that is asked about', () => {
  for (const sql of counted)
    it(`is written anew: ${sql}`, () => {
      const text = written(sql);
      assert.ok(text !== undefined);
      assert.deepEqual(tokensOf(text), tokensOf(sql));
    });

  for (const sql of notCounted)
    it(`is not asked about: ${sql}`, () => {
      const [tokens = [], more] = readStatements(sql, 'postgres').statements;
      const text = conditionOf(tokens, writing);
      // A second statement is no part of the first one's condition.
      assert.equal(more === undefined ? text : undefined, undefined);
    });

  it('says what it said, and calls nothing, whatever it is made of', () => {
    const words = fc.constantFrom(
      ...[
        'a',
        'b.c',
        '"q"',
        "'t'",
        '1',
        '1.5',
        '(',
        ')',
        ',',
        '=',
        '<',
        '>',
        '!',
        '|',
        ':',
        '.',
        '+',
        '-',
        '*',
        '/',
      ],
      ...[
        'AND',
        'OR',
        'NOT',
        'IN',
        'IS',
        'NULL',
        'SELECT',
        'now',
        'lower',
        'spill',
        'E',
        ';',
        '\\',
        '--',
        '$$',
        "''",
      ],
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const sql = parts.join(' ');
        const { statements, broken } = readStatements(sql, 'postgres');
        const text =
          broken || statements.length !== 1 ? undefined : conditionOf(statements[0] ?? [], writing);
        if (text === undefined) return;
        assert.deepEqual(tokensOf(text), tokensOf(sql));
        assert.doesNotMatch(text.replace(/'(?:[^']|'')*'/g, "''"), /\b(?:SELECT|spill *\()|[;\\$]|--/);
      }),
      { numRuns: 3_000 },
    );
  });
});

function tokensOf(sql: string): readonly Pick<SqlToken, 'kind' | 'text'>[] {
  return readStatements(sql, 'postgres')
    .statements.flat()
    .map(({ kind, text }) => ({ kind, text }));
}
