import assert from 'node:assert/strict';
import type { Trust } from '../../../../src/core/countersign/trust.js';
import { decodeTeamPolicy } from '../../../../src/core/policy/decode-team-policy.js';
import { effectivePolicy } from '../../../../src/core/policy/effective.js';
import { defaultSettings, settingsFrom } from '../../../../src/core/policy/settings.js';
import { effectiveText } from '../../../../src/messages/policy/effective.js';
import { askedText, matchText, policyErrorText } from '../../../../src/messages/policy/policy.js';
import { looseningText, looserText } from '../../../../src/messages/policy/remarks.js';
import { ruleText } from '../../../../src/messages/policy/rule.js';
import { inForce, policy } from '../../../support/team.js';

const file = {
  environments: [
    { environment: 'production', system: 'aws', name: '111122223333' },
    { environment: 'staging', name: 'eu-2' },
  ],
  groups: { owners: ['ada@acme.example', 'bo@acme.example'] },
  rules: [
    {
      id: 'loss',
      match: { environment: ['production'], verb: ['delete', 'destroy', 'replace'] },
      ceremony: 'countersign',
      by: [{ group: 'owners', count: 2, presence: 'touch' }, { group: 'anyone' }],
      message: 'Somebody else looks at it first.',
      owner: 'platform',
    },
  ],
  askFrom: 25,
};

const trust: Trust = {
  policy: policy(file),
  policyDigest: 'a'.repeat(64),
  roster: { keys: [] },
  rosterText: '',
  rosterDigest: 'b'.repeat(64),
  digest: '0123456789abcdef'.repeat(4),
  commit: 'd'.repeat(40),
  remote: 'git@example.com:acme/shop.git',
  endorsedBy: ['ada@acme.example', 'bo@acme.example'],
};

describe('the effective policy in words', () => {
  it('says whose each line is', () => {
    const text = effectiveText(effectivePolicy(settingsFrom({ holdMinutes: 5 }), inForce(file)), {
      kind: 'trusted',
      trust,
    });
    assert.equal(
      text,
      `Effective policy
The strictest of all that fits speaks. Nothing in a workspace loosens any of it.

Built-in rules, your settings, and the team\u2019s policy.
  version   1
  digest    0123 4567 89ab cdef
  from      git@example.com:acme/shop.git, commit dddddddddddd
  endorsed  by ada@acme.example, bo@acme.example

Rules, strictest first
  forbidden      built in  What is forbidden has no yes
  countersign    team      loss: verb is delete, destroy or replace, environment is production
                             countersign by 2 of owners, touching a security key and 1 of the roster
                             "Somebody else looks at it first."
                             ask platform
  type the name  built in  A change to what keeps agents supervised needs a name typed
  type the name  built in  A write to production needs its name typed
  type the name  built in  What cannot be brought back, at a place that nothing shows to be harmless, needs a name typed
  confirm        built in  A score from 40 asks
  confirm        built in  The first touch of production in a session asks, reads included

Values
  team      a person is asked from score 25
  yours     a hook is held for at most 5 min
  built in  an approval waits 15 min for the agent\u2019s retry
  built in  a request waits 24 h for you
  built in  the record is kept for 6 months
  built in  countersignatures are collected for 15 min
  built in  a countersigned call may run for 5 min
  built in  requests and answers go by git
  built in  break-glass is possible, with any key
  built in  a broken glass is looked at by another person within 72 h

Places, the first line that fits a name
  production  team  aws 111122223333
  staging     team  eu-2

Groups
  owners  team  ada@acme.example, bo@acme.example
`,
    );
  });

  it('fault 14: says when the remote was last looked at', () => {
    const policy = effectivePolicy(defaultSettings);
    const at = Date.UTC(2026, 10, 30, 12, 0, 3);
    assert.match(
      effectiveText(policy, { kind: 'none' }, [], at),
      /no team policy\.\nThe remote was last looked at on 2026-11-30 \d\d:\d\d:03\.\n/,
    );
    const unasked = effectiveText(policy, { kind: 'none' });
    assert.doesNotMatch(unasked, /looked at|This repository has no/);
    assert.match(unasked, /This machine has seen no team policy for this folder\./);
  });

  it('says what does not count yet, is refused, or is not followed', () => {
    const unpinned = effectiveText(effectivePolicy(defaultSettings, inForce(file, false)), {
      kind: 'unpinned',
      trust,
    });
    assert.match(unpinned, /which you have not accepted yet: it tightens, nothing in it\nloosens/);
    assert.match(unpinned, /staging {5}team {2}eu-2, not before you accept the policy\n/);
    assert.match(unpinned, /production {2}team {2}aws 111122223333\n/);
    const problem = { code: 'not-endorsed', detail: 'version 2' } as const;
    const broken = effectiveText(effectivePolicy(defaultSettings, inForce(file)), {
      kind: 'broken',
      problem,
      trust,
    });
    assert.match(
      broken,
      /is refused: it is not endorsed .*\(version 2\)\.\nThe last one that was accepted stays in force\.\n/,
    );
    const alone = effectiveText(effectivePolicy(defaultSettings), { kind: 'broken', problem }, [
      { where: '.vscode/settings.json', what: 'sets countersign.ask.from to 69' },
    ]);
    assert.match(alone, /Built-in rules and your settings hold\./);
    assert.match(
      alone,
      /\n {2}workspace {2}sets countersign\.ask\.from to 69, in \.vscode\/settings\.json\n$/,
    );
  });

  it('calls the team’s what the team has said, and the product’s what it has not', () => {
    const origins = (change: object) =>
      new Map(
        effectivePolicy(defaultSettings, inForce(change)).values.map(({ name, origin }) => [name, origin]),
      );
    const silent = [...origins({})];
    assert.ok(silent.length > 8);
    assert.deepEqual(
      silent.filter(([, origin]) => origin !== 'built-in'),
      [],
    );
    const said = {
      approveMinutes: { expiry: { approveMinutes: 16 } },
      useMinutes: { expiry: { useMinutes: 6 } },
      courier: { courier: 'folder:/srv/courier' },
      breakGlass: { breakGlass: { allowed: false } },
      reviewHours: { breakGlass: { reviewHours: 8 } },
      terminalGuard: { terminalGuard: 'everyone' },
      'ask-from': { askFrom: 20 },
    };
    for (const [name, change] of Object.entries(said))
      assert.deepEqual(
        [...origins(change)].filter(([, origin]) => origin !== 'built-in'),
        [[name, 'team']],
        name,
      );
  });

  it('takes the lowest score of all', () => {
    const of = (askFrom: number, team?: number) =>
      effectivePolicy(settingsFrom({ askFrom }), team === undefined ? undefined : inForce({ askFrom: team }))
        .values[0];
    assert.deepEqual(of(69), { name: 'ask-from', value: '40', origin: 'built-in' });
    assert.deepEqual(of(10), { name: 'ask-from', value: '10', origin: 'user' });
    assert.deepEqual(of(10, 20), { name: 'ask-from', value: '10', origin: 'user' });
    assert.deepEqual(of(30, 20), { name: 'ask-from', value: '20', origin: 'team' });
    assert.deepEqual(of(40, 60), { name: 'ask-from', value: '40', origin: 'built-in' });
  });
});

describe('the words of a policy', () => {
  it('tell a rule', () => {
    assert.equal(
      matchText({
        tool: ['aws'],
        path: ['infra/**', '*.tf'],
        agent: ['codex'],
        person: ['*@x.example'],
        scoreFrom: 60,
      }),
      'tool is aws, path is infra/** or *.tf, agent is codex, asked by *@x.example, score from 60',
    );
    assert.equal(askedText({ kind: 'typed' }), 'type the name');
    const said = { id: 'team/loss', origin: 'team', message: 'Look twice.', owner: 'platform' } as const;
    assert.equal(ruleText(said), 'team/loss (the team\u2019s policy): "Look twice". Ask platform.');
    assert.equal(
      ruleText({ id: 'team/ask-from', origin: 'team' }),
      'A score from the team\u2019s threshold asks (the team\u2019s policy)',
    );
  });

  it('tell what is wrong, where, and what to do', () => {
    const told = (text: string): string => {
      const decoded = decodeTeamPolicy(text);
      return decoded.ok ? '' : policyErrorText(decoded.error);
    };
    assert.equal(
      told('{\n  "courier": "git",\n  "askfrom": 3,\n  "version": "1"\n}'),
      'line 3, column 3: expected a field of the format, got "askfrom" at askfrom: take it out or mend its name (and 1 problem more)',
    );
    assert.equal(
      told('{"version": 1, "rules": [{"id": "a", "match": {"verb": ["dele"]}, "ceremony": "typed"}]}'),
      'line 1, column 57: expected "read", "unknown", "create", "modify", "stop", "execute", "replace", "expose", "delete" or "destroy", got "dele" at rules[0].match.verb[0]: mend the value',
    );
  });

  it('tell what asks for less', () => {
    assert.equal(looseningText({ code: 'rule-removed', about: 'loss' }), 'takes the rule loss out');
    assert.match(
      looserText({ code: 'place-harmless', about: 'eu-1\u202e' }),
      /calls eu-1\u27E8U\+202E\u27E9 harmless\. It stays without effect/,
    );
  });
});
