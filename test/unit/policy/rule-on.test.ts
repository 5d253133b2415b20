import assert from 'node:assert/strict';
import { ruleOn } from '../../../src/core/policy/rule-on.js';
import type { SessionFacts } from '../../../src/core/policy/session-facts.js';
import { defaultSettings, settingsFrom } from '../../../src/core/policy/settings.js';
import { targetKey } from '../../../src/core/policy/touch.js';
import { type Assessment, bands } from '../../../src/core/risk/assessment.js';
import type { Target } from '../../../src/core/target/target.js';
import type { Effect } from '../../../src/core/tool/effect.js';
import { assessment, productionTarget } from '../../support/requests.js';

const nobody: SessionFacts = { readsPass: () => false };
const local: Target = { ...productionTarget, system: 'filesystem', name: 'app', environment: 'local' };

function effect(change: Partial<Effect>): Effect {
  const [first] = assessment().effects;
  assert.ok(first);
  return { ...first, ...change };
}

/** `kind ceremony[:name] rule`. */
function said(given: Partial<Assessment>, session = nobody, settings = defaultSettings): string {
  const verdict = ruleOn(assessment({ targets: [], effects: [], score: 0, ...given }), session, settings);
  if (verdict.kind === 'no-opinion') return verdict.kind;
  if (verdict.kind === 'deny') return `deny ${verdict.rule.id}`;
  const name = verdict.ceremony.kind === 'typed' ? `:${verdict.ceremony.name}` : '';
  return `hold ${verdict.ceremony.kind}${name} ${verdict.rule.id}`;
}

describe('the built-in rules', () => {
  it('answer by band', () => {
    assert.deepEqual(
      bands.map((band) => said({ band })),
      [
        'no-opinion',
        'no-opinion',
        'hold confirm built-in/ask',
        'hold typed:production built-in/production-write',
        'deny built-in/forbidden',
      ],
    );
  });

  it('ask for the name of the heaviest effect on production', () => {
    const staging: Target = { ...productionTarget, name: 'shop-staging', environment: 'staging' };
    const effects = [
      effect({ verb: 'destroy', target: staging }),
      effect({ verb: 'modify', target: { ...productionTarget, name: 'shop-prod' } }),
      effect({ verb: 'delete', target: { ...productionTarget, name: 'orders-prod' } }),
    ];
    assert.equal(said({ band: 'production', effects }), 'hold typed:orders-prod built-in/production-write');
  });

  it('ask for the resource where the target has no name', () => {
    const effects = [effect({ target: { ...productionTarget, name: '' }, resource: 'table orders' })];
    assert.equal(said({ band: 'production', effects }), 'hold typed:table orders built-in/production-write');
  });

  it('hold a write to the guard by its own rule', () => {
    const effects = [effect({ verb: 'modify', target: local, traits: ['guard'] })];
    assert.equal(said({ band: 'production', effects }), 'hold typed:app built-in/guard');
    assert.equal(
      said({ band: 'quiet', effects: [effect({ verb: 'read', traits: ['guard'] })] }),
      'no-opinion',
    );
  });

  it('ask about every read on production, until a person lets reads on that target pass', () => {
    const touched = { band: 'quiet', targets: [productionTarget] } as const;
    const passes = { readsPass: (key: string) => key === targetKey(productionTarget) };
    const other = { ...productionTarget, region: 'us-east-1' };
    assert.equal(said(touched), 'hold confirm built-in/production-touch');
    assert.equal(said(touched, passes), 'no-opinion');
    assert.equal(
      said({ band: 'quiet', targets: [productionTarget, other] }, passes),
      'hold confirm built-in/production-touch',
    );
  });

  it('leave reads of files and of history alone, whatever they are called', () => {
    const targets = ['filesystem', 'git'].map((system) => ({ ...productionTarget, system }));
    assert.equal(said({ band: 'quiet', targets }), 'no-opinion');
  });

  it('let a person ask earlier or later, but never touch production', () => {
    const early = settingsFrom({ askFrom: 10 });
    const late = settingsFrom({ askFrom: 69 });
    assert.equal(said({ band: 'note', score: 25 }, nobody, early), 'hold confirm user/ask-from');
    assert.equal(said({ band: 'note', score: 25 }, nobody, late), 'no-opinion');
    assert.match(said({ band: 'production', score: 90 }, nobody, late), /^hold typed/);
  });
});

describe('settings', () => {
  it('are brought back inside their bounds', () => {
    assert.deepEqual(
      settingsFrom({ askFrom: 100, holdMinutes: 600, approvalMinutes: -1, pendingHours: 'x' }),
      {
        askFrom: 69,
        holdMinutes: 55,
        approvalMinutes: 1,
        pendingHours: 24,
        keepMonths: 6,
      },
    );
    assert.deepEqual(settingsFrom({ askFrom: Number.NaN }), defaultSettings);
  });
});
