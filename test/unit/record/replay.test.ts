import assert from 'node:assert/strict';
import type { CallFacts, Entry, EntryBody } from '../../../src/core/record/entry.js';
import { noPrevious } from '../../../src/core/record/line.js';
import {
  assessmentOf,
  byFactsAlone,
  commandIn,
  differs,
  FirstWords,
} from '../../../src/core/record/replay.js';
import { canarySession } from '../../../src/core/toolcall/health.js';
import { noon } from '../../support/requests.js';
import { inForce } from '../../support/team.js';

const facts: CallFacts = {
  agent: 'claude-code',
  session: 's',
  callId: 't',
  tool: 'Bash',
  cwd: '/srv/app',
  summary: 'kubectl delete ns shop',
  digest: 'a'.repeat(64),
  score: 95,
  band: 'production',
  vector: 'CS1/D:40/R:1/C:P.95/B:1/P:0/O:0/V:0/F:95',
  targets: ['kubernetes:eu-1', 'aws:arn:aws:iam::1'],
};

const entry = (body: EntryBody): Entry => ({ v: 1, seq: 1, prev: noPrevious, ts: noon, writer: 'ab', body });

describe('the first word on a call', () => {
  const first = (...bodies: readonly EntryBody[]) => {
    const words = new FirstWords();
    return bodies.map((body) => words.of(entry(body))?.decision);
  };
  const held = { ...facts, type: 'call.held', request: 'CS-1', rule: 'built-in/ask' } as const;

  it('is what was decided when it came', () => {
    assert.deepEqual(first({ ...facts, type: 'call.passed' }), ['allow']);
    assert.deepEqual(first(held), ['ask']);
    const denied = { ...facts, type: 'call.denied', request: '', reason: 'no' } as const;
    assert.deepEqual(first({ ...denied, by: 'policy' }), ['deny']);
    // Without a window nobody could be asked.
    assert.deepEqual(first({ ...denied, by: 'offline' }), ['ask']);
  });

  it("is none of a canary call, which is no agent's", () => {
    const canary = { ...facts, session: canarySession, band: 'quiet', summary: 'true' } as const;
    assert.deepEqual(first({ ...canary, type: 'call.passed' }), [undefined]);
    assert.deepEqual(first({ ...canary, summary: 'rm x', type: 'call.passed' }), ['allow']);
  });

  it('is told once of a call that was held again, and for each that passed', () => {
    assert.deepEqual(first(held, held, { ...held, digest: 'b'.repeat(64) }), ['ask', undefined, 'ask']);
    const passed = { ...facts, type: 'call.passed' } as const;
    assert.deepEqual(first(passed, passed), ['allow', 'allow']);
  });

  it('is none of what came later, and of nothing else', () => {
    const late = { ...facts, type: 'call.denied', request: 'CS-1', by: 'person', reason: '' } as const;
    assert.deepEqual(first(late, { type: 'recovery', detail: '' }), [undefined, undefined]);
  });
});

describe('a command of the record', () => {
  it('is one where a shell had it whole', () => {
    for (const tool of ['Bash', 'run_in_terminal', 'execute_command', 'runShell', 'zsh'])
      assert.equal(commandIn({ ...facts, tool }), facts.summary, tool);
  });

  it('is none of another tool, and none that was cut or folded', () => {
    for (const tool of ['Edit', 'bashful', 'mcp__db__query'])
      assert.equal(commandIn({ ...facts, tool }), undefined);
    assert.equal(commandIn({ ...facts, summary: 'rm -rf a…' }), undefined);
    assert.equal(commandIn({ ...facts, summary: 'cat <<X ⏎ a ⏎ X' }), undefined);
  });
});

describe('facts as an assessment', () => {
  const team = inForce({ environments: [{ name: 'eu-2', environment: 'staging' }] });

  it('has the letter of the vector for the heaviest target, and unknown for the others', () => {
    const { targets, effects, score } = assessmentOf(facts, team);
    assert.deepEqual(
      targets.map(({ system, name, environment }) => [system, name, environment]),
      [
        ['kubernetes', 'eu-1', 'production'],
        ['aws', 'arn:aws:iam::1', 'unknown'],
      ],
    );
    assert.deepEqual([effects.length, score], [2, 95]);
  });

  it('has what the team calls a place, whatever the vector says', () => {
    const { targets } = assessmentOf({ ...facts, targets: ['kubernetes:eu-2'] }, team);
    assert.equal(targets[0]?.environment, 'staging');
  });

  it('is unknown by a vector that is none', () => {
    assert.equal(assessmentOf({ ...facts, vector: '' }, team).targets[0]?.environment, 'unknown');
  });

  it('is asked of rules without what facts cannot tell', () => {
    const whole = inForce({
      version: 1,
      rules: [{ id: 'a', match: { verb: ['delete'], path: ['x/**'], tool: ['Bash'] }, ceremony: 'typed' }],
    });
    assert.deepEqual(
      byFactsAlone(whole).policy.rules.map(({ match }) => match),
      [{ tool: ['Bash'] }],
    );
  });
});

describe('another decision', () => {
  const before = { ts: noon, facts, decision: 'ask', rule: 'built-in/ask' } as const;

  it('is another word, or another ceremony', () => {
    assert.equal(differs(before, { decision: 'deny' }), true);
    assert.equal(differs(before, { decision: 'ask', ceremony: 'typed' }), true);
    assert.equal(differs(before, { decision: 'ask', ceremony: 'confirm', rule: 'user/ask-from' }), false);
  });

  it('is by the rule alone where the record has no more of it', () => {
    const team = { ...before, rule: 'team/a' };
    assert.equal(differs(team, { decision: 'ask', rule: 'team/a', ceremony: 'typed' }), false);
    assert.equal(differs(team, { decision: 'ask', rule: 'team/b', ceremony: 'typed' }), true);
    assert.equal(differs({ ts: noon, facts, decision: 'ask' }, { decision: 'ask', rule: 'team/b' }), false);
  });
});
