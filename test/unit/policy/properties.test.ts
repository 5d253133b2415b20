import assert from 'node:assert/strict';
import fc from 'fast-check';
import { raised } from '../../../src/core/policy/raise.js';
import { explain, ruleOn } from '../../../src/core/policy/rule-on.js';
import { defaultSettings, settingsFrom } from '../../../src/core/policy/settings.js';
import { strictness } from '../../../src/core/policy/strictest.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import type { TeamPolicy, TeamRule } from '../../../src/core/policy/team-policy.js';
import type { TeamCall } from '../../../src/core/policy/team-words.js';
import { type Need, presences, type Verdict } from '../../../src/core/policy/verdict.js';
import { type Assessment, bands } from '../../../src/core/risk/assessment.js';
import type { Environment, Target } from '../../../src/core/target/target.js';
import { classify } from '../../../src/core/target/verdict.js';
import { clue } from '../../../src/core/target/whereabouts.js';
import { type Effect, verbs } from '../../../src/core/tool/effect.js';
import { approvers, policy } from '../../support/team.js';

const names = ['prod-eu', 'orders', 'eu-1', 'sandbox', 'branch main'];
const environments: readonly Environment[] = ['production', 'staging', 'development', 'local', 'unknown'];
const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const listOf = <T>(values: readonly T[]) => fc.uniqueArray(some(...values), { minLength: 1, maxLength: 3 });

const target: fc.Arbitrary<Target> = fc.record({
  system: some('aws', 'kubernetes', 'filesystem', 'git'),
  name: some(...names),
  environment: some(...environments),
  confidence: fc.constant(1),
  evidence: fc.constant([]),
});

const effect: fc.Arbitrary<Effect> = fc.record({
  verb: some(...verbs),
  resource: some('deployment/web', '/srv/app/infra/main.tf', '/srv/app/infra', 'branch main'),
  target,
  argv: some(['kubectl', 'delete'], ['rm', 'infra/main.tf'], []),
  via: fc.constant([]),
  opaque: fc.constant([]),
  span: fc.constant([0, 0] as const),
  traits: fc.uniqueArray(some('guard', 'opaque-path', 'opaque-selector', 'force'), { maxLength: 2 }),
  reach: fc.constant(1),
});

const assessment: fc.Arbitrary<Assessment> = fc
  .record({
    score: fc.integer({ min: 0, max: 100 }),
    band: some(...bands),
    effects: fc.array(effect, { maxLength: 3 }),
  })
  .map(({ score, band, effects }) => ({
    score,
    band,
    effects,
    vector: 'CS1/D:1/F:0',
    targets: effects.map((one) => one.target),
    findings: [],
    safer: [],
  }));

const need = fc.record({
  group: some('owners', 'security', 'anyone'),
  count: fc.integer({ min: 1, max: 3 }),
  presence: some(...presences),
});

const rule: fc.Arbitrary<TeamRule> = fc
  .record({
    id: fc.integer({ min: 0, max: 1_000_000 }).map((number) => `r${number}`),
    match: fc.record(
      {
        tool: listOf(['aws', 'kube*', 'rm']),
        verb: listOf(verbs),
        target: listOf(['prod-*', 'orders', '*main', '*']),
        environment: listOf(environments),
        path: listOf(['infra/**', '*.tf', '/srv/**']),
        agent: listOf(['codex', 'claude-code'] as const),
        person: listOf(['ada@*', 'eve@*']),
        scoreFrom: fc.integer({ min: 0, max: 100 }),
      },
      { requiredKeys: [] },
    ),
    ceremony: fc.oneof(
      some({ kind: 'confirm' } as const, { kind: 'typed' } as const, { kind: 'forbid' } as const),
      fc
        .array(need, { minLength: 1, maxLength: 3 })
        .map((needs) => ({ kind: 'countersign', needs }) as const),
    ),
  })
  .chain((made) => some<TeamRule>(made, { ...made, band: 'ask' }, { ...made, band: 'production' }));

const rules = fc.uniqueArray(rule, { maxLength: 5, selector: (one) => one.id });

const groups = { owners: [approvers[0] ?? '', approvers[1] ?? ''], security: [approvers[2] ?? ''] };

function call(
  given: readonly TeamRule[],
  change: Partial<TeamPolicy> = {},
  more: Partial<TeamCall> = {},
): TeamCall {
  const whole: TeamPolicy = { ...policy({ groups }), rules: given, ...change };
  return {
    team: teamInForce(whole, approvers, true),
    caller: 'claude-code',
    cwd: '/srv/app',
    requester: 'ada@acme.example',
    ...more,
  };
}

const passing = { readsPass: () => true };

function verdict(given: Assessment, team?: TeamCall, settings = defaultSettings): Verdict {
  return ruleOn(raised(given, team), passing, settings, team);
}

/** True when the second asks for at least what the first does. */
function isNoLooser(first: Verdict, second: Verdict): boolean {
  const [before, after] = [rankOf(first), rankOf(second)];
  if (before !== after) return after > before;
  return needsOf(first).every((one) =>
    needsOf(second).some(
      (other) =>
        other.group === one.group &&
        other.count >= one.count &&
        presences.indexOf(other.presence) >= presences.indexOf(one.presence),
    ),
  );
}

function rankOf(given: Verdict): number {
  if (given.kind === 'no-opinion') return -1;
  return given.kind === 'deny' ? strictness.indexOf('forbid') : strictness.indexOf(given.ceremony.kind);
}

function needsOf(given: Verdict): readonly Need[] {
  return given.kind === 'hold' && given.ceremony.kind === 'countersign' ? given.ceremony.needs : [];
}

describe('invariant 6: a policy, whatever it says,', () => {
  it('never loosens what the built-in rules ask for', () => {
    fc.assert(
      fc.property(assessment, rules, (given, all) => {
        assert.ok(isNoLooser(verdict(given), verdict(given, call(all))));
      }),
    );
  });

  it('is never loosened by a further rule', () => {
    fc.assert(
      fc.property(assessment, rules, rule, (given, all, more) => {
        assert.ok(
          isNoLooser(verdict(given, call(all)), verdict(given, call([...all, { ...more, id: 'more' }]))),
        );
      }),
    );
  });

  it('says the same in every order of its rules', () => {
    fc.assert(
      fc.property(
        assessment,
        rules.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (given, [all, shuffled]) => {
          assert.deepEqual(verdict(given, call(shuffled)), verdict(given, call(all)));
        },
      ),
    );
  });

  it('is never loosened by a lower threshold, the team\u2019s or the person\u2019s own', () => {
    const score = fc.integer({ min: 0, max: 69 });
    fc.assert(
      fc.property(assessment, rules, score, score, (given, all, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        assert.ok(
          isNoLooser(
            verdict(given, call(all, { askFrom: high })),
            verdict(given, call(all, { askFrom: low })),
          ),
        );
        const own = (askFrom: number) => verdict(given, call(all), settingsFrom({ askFrom }));
        assert.ok(isNoLooser(own(high), own(low)));
      }),
    );
  });

  it('is never loosened by not knowing who asks', () => {
    fc.assert(
      fc.property(assessment, rules, (given, all) => {
        const { requester: _requester, caller: _caller, ...unknown } = call(all);
        assert.ok(isNoLooser(verdict(given, call(all)), verdict(given, unknown)));
      }),
    );
  });

  it('speaks by the strictest of the rules that fitted', () => {
    fc.assert(
      fc.property(assessment, rules, (given, all) => {
        const team = call(all);
        const { verdict: spoken, fitted } = explain(raised(given, team), passing, defaultSettings, team);
        const ranks = fitted.map(({ ceremony }) => strictness.indexOf(ceremony.kind));
        assert.equal(rankOf(spoken), Math.max(-1, ...ranks));
        assert.deepEqual(
          ranks,
          [...ranks].sort((a, b) => b - a),
        );
      }),
    );
  });

  it('never makes production out of nothing less by a resource\u2019s name, nor before it is accepted', () => {
    const line = fc.record({
      environment: some('production', 'staging', 'development', 'local'),
      name: some(...names, '*'),
    });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 4 }),
        some(...names),
        some(...names),
        (lines, selector, resource) => {
          const where = { system: 'aws', name: selector, clues: clue('selector', 'context', selector) };
          const map = (isPinned: boolean) =>
            teamInForce(policy({ environments: lines }), [], isPinned).environments;
          const of = (isPinned: boolean | undefined, resources: readonly string[]) =>
            classify(
              where,
              resources.flatMap((name) => clue('resource', 'name', name)),
              isPinned === undefined ? undefined : map(isPinned),
            ).environment === 'production';
          // A further resource only tightens, accepted or not.
          if (of(true, [])) assert.ok(of(true, [resource]));
          // Before a person accepts the policy, what was production without it stays so.
          if (of(undefined, [resource])) assert.ok(of(false, [resource]));
        },
      ),
    );
  });
});
