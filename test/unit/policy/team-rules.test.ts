import assert from 'node:assert/strict';
import { raised } from '../../../src/core/policy/raise.js';
import { explain, ruleOn } from '../../../src/core/policy/rule-on.js';
import type { SessionFacts } from '../../../src/core/policy/session-facts.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import type { TeamCall } from '../../../src/core/policy/team-words.js';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import type { Target } from '../../../src/core/target/target.js';
import type { Effect } from '../../../src/core/tool/effect.js';
import { assessment, productionTarget } from '../../support/requests.js';
import { teamCall } from '../../support/team.js';

const nobody: SessionFacts = { readsPass: () => false };
const passing: SessionFacts = { readsPass: () => true };

const staging: Target = {
  system: 'kubernetes',
  name: 'eu-2',
  scope: 'shop',
  environment: 'staging',
  confidence: 1,
  evidence: [],
};

function effect(change: Partial<Effect> = {}): Effect {
  const [first] = assessment().effects;
  assert.ok(first);
  return {
    ...first,
    target: staging,
    resource: 'deployment/web',
    argv: ['kubectl'],
    verb: 'modify',
    ...change,
  };
}

function quiet(effects: readonly Effect[], change: Partial<Assessment> = {}): Assessment {
  return assessment({
    score: 5,
    band: 'quiet',
    findings: [],
    targets: effects.map(({ target }) => target),
    effects,
    ...change,
  });
}

/** `kind ceremony rule` of one rule beside the built-in ones, on a call that they leave alone. */
function said(match: object, effects: readonly Effect[], call: Partial<TeamCall> = {}): string {
  const team = teamCall({ rules: [{ id: 'r', match, ceremony: 'confirm' }] }, call);
  return ruleOn(quiet(effects), passing, defaultSettings, team).kind;
}

const [held, none] = ['hold', 'no-opinion'];

describe('a rule of the team', () => {
  it('matches by system and by program', () => {
    assert.equal(said({ tool: ['kubernetes'] }, [effect()]), held);
    assert.equal(said({ tool: ['kubectl'] }, [effect({ argv: ['/usr/bin/kubectl.exe'] })]), held);
    assert.equal(said({ tool: ['kube*'] }, [effect()]), held);
    assert.equal(said({ tool: ['aws', 'helm'] }, [effect()]), none);
  });

  it('matches by verb', () => {
    assert.equal(said({ verb: ['modify', 'delete'] }, [effect()]), held);
    assert.equal(said({ verb: ['delete'] }, [effect()]), none);
  });

  it('matches by any name of the target, in any case', () => {
    for (const glob of ['eu-2', 'EU-*', 'shop', 'web', 'deployment/*', '*web']) {
      assert.equal(said({ target: [glob] }, [effect()]), held, glob);
    }
    assert.equal(said({ target: ['eu-1', 'we'] }, [effect()]), none);
    assert.equal(
      said({ target: ['111122223333'] }, [effect({ target: { ...staging, account: '111122223333' } })]),
      held,
    );
  });

  it('lets a star in a name take slashes', () => {
    const resource = 'arn:aws:rds:eu-west-1:1:db/orders/main';
    assert.equal(said({ target: ['arn:*main'] }, [effect({ resource })]), held);
  });

  it('matches by environment', () => {
    assert.equal(said({ environment: ['staging'] }, [effect()]), held);
    assert.equal(said({ environment: ['production', 'unknown'] }, [effect()]), none);
  });

  it('matches by path, in any directory unless it begins with a slash', () => {
    const file = effect({
      target: { ...staging, system: 'filesystem' },
      resource: '/srv/app/infra/main.tf',
      argv: [],
    });
    for (const glob of ['infra/**', '*.tf', '/srv/app/infra/*', 'INFRA/main.tf', '**/infra/**']) {
      assert.equal(said({ path: [glob] }, [file]), held, glob);
    }
    for (const glob of ['/infra/**', 'app/*', 'infra', 'docs/**']) {
      assert.equal(said({ path: [glob] }, [file]), none, glob);
    }
    assert.equal(said({ path: ['infra/**'] }, [effect({ resource: 'C:\\work\\infra\\main.tf' })]), held);
  });

  it('matches the directory in which a command starts', () => {
    assert.equal(said({ path: ['infra/**'] }, [effect()], { cwd: '/srv/app/infra' }), held);
    assert.equal(said({ path: ['infra/**'] }, [effect({ cwd: '/srv/app/infra/eu' })]), held);
    assert.equal(said({ path: ['infra/**'] }, [effect()]), none);
  });

  it('matches a folder that holds what it names', () => {
    const removed = effect({ verb: 'delete', resource: '/srv/app/infra' });
    assert.equal(said({ path: ['infra/secrets/**'] }, [removed]), held);
    assert.equal(said({ path: ['infra/secrets/**'] }, [{ ...removed, verb: 'create' }]), none);
    assert.equal(said({ path: ['**/secrets/**'] }, [removed]), none);
  });

  it('matches what hides its object', () => {
    const path = effect({ resource: '/srv/app', traits: ['opaque-path'], verb: 'delete' });
    assert.equal(said({ path: ['secrets/**'] }, [path]), held);
    assert.equal(said({ path: ['secrets/**'] }, [{ ...path, verb: 'read' }]), none);
    const selector = effect({ traits: ['opaque-selector'], target: { ...staging, environment: 'unknown' } });
    assert.equal(said({ environment: ['production'] }, [selector]), held);
    assert.equal(said({ environment: ['production'] }, [{ ...selector, target: staging }]), none);
    assert.equal(said({ target: ['orders'] }, [selector]), held);
  });

  it('matches by who asks', () => {
    assert.equal(said({ agent: ['codex'] }, [effect()]), none);
    assert.equal(said({ agent: ['codex', 'claude-code'] }, []), held);
    const person = { person: ['*@contractor.example'] };
    assert.equal(said(person, [], { requester: 'eve@contractor.example' }), held);
    assert.equal(said(person, [], { requester: 'ada@acme.example' }), none);
    assert.equal(said(person, []), held, 'whoever is not known fits');
  });

  it('matches by how far the agent that asks is held', () => {
    const unlocked = { level: ['reminder'] };
    assert.equal(said(unlocked, [], { level: 'reminder' }), held);
    assert.equal(said(unlocked, [], { level: 'locked' }), none);
    assert.equal(said({ level: ['locked'] }, [], { level: 'locked' }), held);
    assert.equal(said(unlocked, []), held, 'whoever nobody has looked at fits');
    for (const caller of ['terminal', 'mcp-gateway'] as const)
      assert.equal(said(unlocked, [], { caller, level: 'reminder' }), none, 'nobody but agents fits');
  });

  it('matches by score', () => {
    assert.equal(said({ scoreFrom: 5 }, []), held);
    assert.equal(said({ scoreFrom: 6 }, []), none);
  });

  it('needs one effect that fits all that it names', () => {
    const effects = [effect({ verb: 'delete' }), effect({ target: productionTarget })];
    assert.equal(said({ verb: ['delete'], environment: ['production'] }, effects), none);
    assert.equal(said({ verb: ['modify'], environment: ['production'] }, effects), held);
  });
});

const all = { scoreFrom: 0 };

describe('rules together', () => {
  it('give the strictest word, whatever their order', () => {
    const rules = [
      { id: 'a', match: all, ceremony: 'confirm' },
      { id: 'b', match: all, ceremony: 'countersign', by: [{ group: 'anyone' }] },
      { id: 'c', match: all, ceremony: 'typed' },
    ];
    for (const order of [rules, [...rules].reverse()]) {
      const { verdict, fitted } = explain(
        quiet([effect()]),
        passing,
        defaultSettings,
        teamCall({ rules: order }),
      );
      assert.equal(verdict.kind === 'hold' && verdict.rule.id, 'team/b');
      assert.deepEqual(
        fitted.map(({ rule }) => rule.id),
        ['team/b', 'team/c', 'team/a'],
      );
    }
  });

  it('forbid above everything', () => {
    const team = teamCall({
      rules: [{ id: 'never', match: all, ceremony: 'forbid', message: 'Not on Fridays.', owner: 'ops' }],
    });
    assert.deepEqual(ruleOn(assessment(), nobody, defaultSettings, team), {
      kind: 'deny',
      rule: { id: 'team/never', origin: 'team', message: 'Not on Fridays.', owner: 'ops' },
    });
  });

  it('unite the needs of those that countersign', () => {
    const by = (...needs: readonly object[]) => ({ match: all, ceremony: 'countersign', by: needs });
    const team = teamCall({
      groups: {
        owners: ['ada@acme.example', 'gone@acme.example'],
        security: ['cy@acme.example', 'bo@acme.example'],
      },
      rules: [
        { id: 'b', ...by({ group: 'owners', count: 1, presence: 'touch' }, { group: 'anyone' }) },
        { id: 'a', ...by({ group: 'security' }, { group: 'owners', count: 2 }) },
      ],
    });
    assert.deepEqual(ruleOn(assessment(), nobody, defaultSettings, team), {
      kind: 'hold',
      ceremony: {
        kind: 'countersign',
        name: 'cost-explorer-prod',
        needs: [
          {
            group: 'anyone',
            count: 1,
            presence: 'none',
            from: ['ada@acme.example', 'bo@acme.example', 'cy@acme.example'],
          },
          { group: 'owners', count: 2, presence: 'touch', from: ['ada@acme.example'] },
          { group: 'security', count: 1, presence: 'none', from: ['bo@acme.example', 'cy@acme.example'] },
        ],
      },
      rule: { id: 'team/a', origin: 'team' },
      also: [{ id: 'team/b', origin: 'team' }],
    });
  });

  it('ask from the lowest score of all', () => {
    const team = teamCall({ askFrom: 5 });
    const verdict = ruleOn(quiet([]), passing, defaultSettings, team);
    assert.equal(verdict.kind === 'hold' && verdict.rule.id, 'team/ask-from');
    assert.equal(
      ruleOn(quiet([]), passing, { ...defaultSettings, askFrom: 3 }, teamCall({ askFrom: 6 })).kind,
      held,
    );
  });

  it('never ask for less than the built-in ones', () => {
    const team = teamCall({ askFrom: 69, rules: [{ id: 'soft', match: all, ceremony: 'confirm' }] });
    const verdict = ruleOn(assessment(), nobody, defaultSettings, team);
    assert.equal(verdict.kind === 'hold' && verdict.rule.id, 'built-in/production-write');
  });
});

describe('a band that a rule gives', () => {
  it('raises the score and tells its reason', () => {
    const team = teamCall({ rules: [{ id: 'shop', match: { target: ['shop'] }, band: 'production' }] });
    const before = quiet([effect()]);
    const after = raised(before, team);
    assert.deepEqual([after.band, after.score, after.findings[0]?.data['rule']], ['production', 70, 'shop']);
    assert.match(after.vector, /F:95$/, 'a floor that is higher stays');
    assert.match(raised({ ...before, vector: 'CS1/D:5/F:0' }, team).vector, /F:70$/);
  });

  it('never lowers', () => {
    const team = teamCall({ rules: [{ id: 'note', match: all, band: 'note' }] });
    const before = assessment();
    assert.equal(raised(before, team), before);
  });
});
