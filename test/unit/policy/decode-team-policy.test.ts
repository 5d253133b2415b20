import assert from 'node:assert/strict';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';
import type { TeamPolicy } from '../../../src/core/policy/team-policy.js';

/** `LINE:COLUMN code at`, one a problem. */
function problems(text: string): readonly string[] {
  const decoded = decodeTeamPolicy(text);
  if (decoded.ok) return [];
  return decoded.error.problems.map(({ line, column, code, at }) => `${line}:${column} ${code} ${at}`.trim());
}

function decoded(text: string): TeamPolicy {
  const policy = decodeTeamPolicy(text);
  assert.ok(policy.ok, JSON.stringify(policy));
  return policy.value;
}

const withRule = (rule: object): string =>
  JSON.stringify({ version: 1, groups: { owners: ['a@x.example'] }, rules: [rule] });

describe('a team policy', () => {
  it('is complete from its version alone', () => {
    assert.deepEqual(decoded('{"version": 1}'), {
      version: 1,
      environments: [],
      groups: {},
      rules: [],
      expiry: { approveMinutes: 15, useMinutes: 5 },
      courier: 'git',
      breakGlass: { allowed: true, presence: 'none', reviewHours: 72 },
    });
  });

  it('is JSON with comments, and a comma at the end', () => {
    const text = '// ours\n{\n  "version": 3, /* raised */\n  "askFrom": 25,\n}\n';
    assert.equal(decoded(text).askFrom, 25);
  });

  it('says who has to countersign', () => {
    const match = { environment: ['production'] };
    const needs = (rule: object) =>
      decoded(withRule({ id: 'a', match, ceremony: 'countersign', ...rule })).rules[0]?.ceremony;
    assert.deepEqual(needs({ by: [{ group: 'owners', count: 2, presence: 'touch' }, { group: 'anyone' }] }), {
      kind: 'countersign',
      needs: [
        { group: 'owners', count: 2, presence: 'touch' },
        { group: 'anyone', count: 1, presence: 'none' },
      ],
    });
    assert.deepEqual(needs({}), {
      kind: 'countersign',
      needs: [{ group: 'anyone', count: 1, presence: 'none' }],
    });
  });

  it('takes the stricter of a band and a ceremony', () => {
    const kind = (rule: object) =>
      decoded(withRule({ id: 'a', match: { scoreFrom: 0 }, ...rule })).rules[0]?.ceremony.kind;
    assert.deepEqual(
      [
        kind({ band: 'note', ceremony: 'confirm' }),
        kind({ band: 'ask' }),
        kind({ band: 'production' }),
        kind({ band: 'production', ceremony: 'confirm' }),
        kind({ band: 'ask', ceremony: 'countersign' }),
        kind({ band: 'forbidden', ceremony: 'confirm' }),
      ],
      ['confirm', 'confirm', 'typed', 'typed', 'countersign', 'forbid'],
    );
  });

  it('names an archive by its address and key, and by no credentials', () => {
    const archive = { url: 'nats://n.acme.example/acme', key: 'countersign-archive/ab+0123abcd+AAAA/+==' };
    const problem = (change: object): string | undefined => {
      const read = decodeTeamPolicy(JSON.stringify({ version: 1, archive: { ...archive, ...change } }));
      return read.ok ? undefined : read.error.problems[0]?.expected;
    };
    assert.deepEqual(decoded(JSON.stringify({ version: 1, archive })).archive, {
      ...archive,
      tellAfterHours: 24,
    });
    assert.equal(problem({ tellAfterHours: 48 }), undefined);
    assert.equal(problem({ url: 'nats://ada:secret@n.acme.example' }), 'git or a URL without credentials');
    for (const key of ['', 'x', 'a+0123abcd', 'a b+0123abcd+AAAA', 'a+0123abcd+AA AA'])
      assert.equal(problem({ key }), 'the key that countersign collect prints');
    assert.match(problem({ tellAfterHours: 0 }) ?? '', /at least 1/);
  });

  it('is refused with the place of what is wrong', () => {
    const text = `{
  "version": 1.5,
  "askfrom": 3,
  "rules": [
    {"id": "Big", "match": {"verb": ["dele"]}, "ceremony": "typo"},
    {"match": {"tool": []}}
  ]
}`;
    assert.deepEqual(problems(text), [
      '2:14 wrong-value version',
      '3:3 unknown-field askfrom',
      '5:12 wrong-value rules[0].id',
      '5:38 wrong-value rules[0].match.verb[0]',
      '5:60 wrong-value rules[0].ceremony',
      '6:5 missing-field rules[1].id',
      '6:24 wrong-value rules[1].match.tool',
    ]);
  });

  it('is refused for what its shape cannot say', () => {
    const rules = [
      { id: 'a', match: {}, ceremony: 'confirm' },
      { id: 'a', match: { scoreFrom: 1 } },
      { id: 'b', match: { scoreFrom: 1 }, ceremony: 'typed', by: [{ group: 'nobody' }] },
      { id: 'ask-from', match: { scoreFrom: 1 }, ceremony: 'confirm' },
    ];
    const text = JSON.stringify({ version: 1, groups: { anyone: ['a@x.example'] }, rules });
    assert.deepEqual(
      problems(text).map((problem) => problem.replace(/^\S+ /, '')),
      [
        'wrong-value groups.anyone',
        'missing-field rules[0].match',
        'missing-field rules[1]',
        'duplicate-id rules[1].id',
        'wrong-value rules[2].by',
        'unknown-group rules[2].by[0].group',
        'duplicate-id rules[3].id',
      ],
    );
  });

  it('says what was expected and what it got', () => {
    const told = decodeTeamPolicy('{"version": 1, "courier": "https://ada:secret@host/x", "askFrom": 70}');
    assert.deepEqual(told.ok ? [] : told.error.problems.map(({ expected, got }) => [expected, got]), [
      ['git or a URL without credentials', '"https://ada:secret@host/x"'],
      ['at most 69', '70'],
    ]);
  });
});
