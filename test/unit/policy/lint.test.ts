import assert from 'node:assert/strict';
import { lintPolicy } from '../../../src/core/policy/lint.js';
import { loosenings } from '../../../src/core/policy/loosening.js';
import { remarkText } from '../../../src/messages/policy/remarks.js';
import { policy } from '../../support/team.js';

/** `code at about`, one a remark. */
function remarks(file: object): readonly string[] {
  const linted = lintPolicy(JSON.stringify({ version: 1, ...file }));
  assert.deepEqual(linted.problems, []);
  for (const remark of linted.remarks) assert.ok(remarkText(remark).length > 20);
  return linted.remarks.map(({ code, at, about }) => `${code} ${at} ${about}`);
}

const production = { environment: ['production'], verb: ['delete'] };

describe('what an editor says about a policy', () => {
  it('names rules that never speak, or ask for no more', () => {
    const rules = [
      { id: 'a', match: production, ceremony: 'forbid' },
      { id: 'b', match: { verb: ['delete'], environment: ['production'] }, ceremony: 'countersign' },
      { id: 'c', match: { environment: ['production'], verb: ['modify'] }, ceremony: 'typed' },
      { id: 'd', match: { path: ['./infra/**', '~/x', 'infra/**'] }, ceremony: 'typed' },
    ];
    assert.deepEqual(remarks({ rules }), [
      'shadowed rules[1].id a',
      'no-stricter rules[2].id c',
      'never-fits rules[3].match.path[0] ./infra/**',
      'never-fits rules[3].match.path[1] ~/x',
    ]);
  });

  it('names one of two rules that say the same', () => {
    const rule = { match: { tool: ['aws'] }, ceremony: 'confirm' };
    assert.deepEqual(
      remarks({
        rules: [
          { id: 'a', ...rule },
          { id: 'b', ...rule },
        ],
      }),
      ['shadowed rules[1].id a'],
    );
  });

  it('names places that are never reached, and those that are made harmless at large', () => {
    const environments = [
      { environment: 'production', name: 'eu-*' },
      { environment: 'staging', name: 'eu-2' },
      { environment: 'staging', system: 'aws', name: 'shop-prod' },
      { environment: 'development', name: '*' },
      { environment: 'development', name: 'sandbox-*' },
    ];
    assert.deepEqual(remarks({ environments }), [
      'place-shadowed environments[1].name eu-*',
      'place-loosens environments[2].name shop-prod',
      'place-loosens environments[3].name *',
    ]);
  });

  it('names needs that nobody can meet, and groups that nobody asks', () => {
    const groups = { owners: ['ada@acme.example', 'ada@acme.example'], idle: ['bo@acme.example'] };
    const by = [{ group: 'owners', count: 2 }];
    assert.deepEqual(
      remarks({ groups, rules: [{ id: 'a', match: production, ceremony: 'countersign', by }] }),
      ['group-unused groups.idle idle', 'unmeetable rules[0].by[0] owners'],
    );
  });

  it('leaves to the schema what the schema says', () => {
    assert.deepEqual(lintPolicy('{"version": "x", "y": 1'), { problems: [], remarks: [], looser: [] });
    assert.deepEqual(lintPolicy('{"version": "x", "y": 1}'), { problems: [], remarks: [], looser: [] });
    const twice = {
      version: 1,
      rules: [1, 2].map(() => ({ id: 'a', match: production, ceremony: 'forbid' })),
    };
    assert.deepEqual(
      lintPolicy(JSON.stringify(twice)).problems.map(({ code }) => code),
      ['duplicate-id'],
    );
  });
});

describe('a policy beside the one in force', () => {
  const now = {
    environments: [{ environment: 'production', name: 'eu-1' }],
    groups: { owners: ['ada@acme.example'] },
    rules: [
      {
        id: 'a',
        match: production,
        ceremony: 'countersign',
        by: [{ group: 'owners', count: 2, presence: 'touch' }],
      },
      { id: 'b', match: { tool: ['aws'] }, ceremony: 'typed' },
    ],
    askFrom: 20,
    breakGlass: { allowed: true, presence: 'touch' },
    archive: { url: 'nats://n.acme.example/acme', key: 'archive+0123abcd+AAAA' },
    terminalGuard: 'everyone',
  };
  const codes = (change: object): readonly string[] =>
    loosenings(policy(now), policy({ ...now, ...change })).map(({ code }) => code);

  it('loosens nothing when it is the same, or asks for more', () => {
    assert.deepEqual(codes({}), []);
    const stricter = now.rules.map((rule) => ({ ...rule, ceremony: 'forbid', by: undefined }));
    assert.deepEqual(
      codes({
        rules: [...JSON.parse(JSON.stringify(stricter)), { id: 'c', match: production, ceremony: 'forbid' }],
        askFrom: 5,
        breakGlass: { allowed: false },
        environments: [...now.environments, { environment: 'production', name: 'eu-3' }],
      }),
      [],
    );
  });

  it('is told each way in which it asks for less', () => {
    const [a, b] = now.rules;
    assert.deepEqual(codes({ rules: [a] }), ['rule-removed']);
    assert.deepEqual(codes({ rules: [a, { ...b, ceremony: 'confirm' }] }), ['rule-weaker']);
    assert.deepEqual(codes({ rules: [{ ...a, by: [{ group: 'owners', count: 2 }] }, b] }), ['rule-weaker']);
    assert.deepEqual(codes({ rules: [a, { ...b, match: { tool: ['aws'], verb: ['delete'] } }] }), [
      'rule-narrower',
    ]);
    assert.deepEqual(codes({ rules: [a, { ...b, match: { tool: ['gcloud'] } }] }), ['rule-narrower']);
    assert.deepEqual(codes({ environments: [{ environment: 'staging', name: 'eu-1' }] }), [
      'place-removed',
      'place-harmless',
    ]);
    assert.deepEqual(codes({ groups: { owners: ['ada@acme.example', 'eve@x.example'] } }), ['group-wider']);
    assert.deepEqual(codes({ askFrom: 60 }), ['asks-later']);
    assert.deepEqual(codes({ expiry: { approveMinutes: 60 } }), ['longer-expiry']);
    assert.deepEqual(codes({ breakGlass: { allowed: true } }), ['break-glass']);
    assert.deepEqual(codes({ terminalGuard: 'agents' }), ['terminal-guard']);
    assert.deepEqual(codes({ archive: undefined }), ['archive']);
    assert.deepEqual(codes({ archive: { ...now.archive, key: 'archive+0123abcd+AAAB' } }), ['archive']);
    assert.deepEqual(codes({ archive: { ...now.archive, tellAfterHours: 48 } }), []);
  });

  it('is told so at the rule, or where the version is counted', () => {
    const [a, b] = now.rules;
    const text = JSON.stringify({
      version: 2,
      ...now,
      rules: [{ ...a, ceremony: 'typed', by: undefined }, b],
      askFrom: 40,
    });
    const { looser } = lintPolicy(text, policy(now));
    assert.deepEqual(
      looser.map(({ at, loosening }) => `${at} ${loosening.code}`),
      ['rules[0].id rule-weaker', 'version asks-later'],
    );
  });
});
