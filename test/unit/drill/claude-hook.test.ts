import assert from 'node:assert/strict';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { answerOf, payloadOf } from '../../../src/drill/claude-hook.js';
import { dangerous, harmless, instead, type Step } from '../../../src/drill/story.js';

const decision = (permissionDecision: string): string =>
  JSON.stringify({
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision, permissionDecisionReason: 'why' },
  });

describe('what the scripted agent understands of a hook', () => {
  for (const [name, code, stdout, stderr, expected] of [
    ['an empty object', 0, '{}', '', { kind: 'no-opinion' }],
    ['an allow', 0, decision('allow'), '', { kind: 'allow', reason: 'why' }],
    ['a deny', 0, decision('deny'), '', { kind: 'blocked', reason: 'why' }],
    ['an ask, as nobody sits at the agent', 0, decision('ask'), '', { kind: 'blocked', reason: 'why' }],
    ['an unknown decision', 0, decision('perhaps'), '', { kind: 'blocked', reason: 'why' }],
    ['exit 2', 2, '', 'not now\n', { kind: 'blocked', reason: 'not now' }],
    ['exit 2 beside an allow', 2, decision('allow'), 'no', { kind: 'blocked', reason: 'no' }],
    ['exit 1', 1, '{}', 'broken', { kind: 'blocked', reason: 'broken' }],
    ['a signal', null, decision('allow'), '', { kind: 'blocked', reason: 'the hook failed without a word' }],
    ['no output', 0, '', '', { kind: 'blocked', reason: 'the hook did not answer with one JSON object' }],
    [
      'half of an answer',
      0,
      decision('allow').slice(0, -3),
      '',
      { kind: 'blocked', reason: 'the hook did not answer with one JSON object' },
    ],
    ['a list', 0, '[]', '', { kind: 'blocked', reason: 'the hook did not answer with one JSON object' }],
  ] as const) {
    it(`${name} is ${expected.kind}`, () => {
      assert.deepEqual(answerOf({ code, stdout, stderr }), expected);
    });
  }
});

describe('what the scripted agent sends', () => {
  const steps: readonly Step[] = [...harmless, dangerous, instead];

  it('is read by the decoder of Claude Code, step by step', () => {
    const calls = steps.map((step) => {
      const payload = payloadOf('PreToolUse', { id: 's-1', cwd: '/demo' }, 'toolu_1', step);
      const event = decodeEvent('claude-code', Buffer.from(payload), '/');
      assert.ok(event.ok && event.value.kind === 'before', payload);
      return event.value.call;
    });
    assert.deepEqual(
      calls.map((call) => call.payload.kind),
      steps.map((step) => ({ Bash: 'shell', Read: 'read', Edit: 'edit' })[step.tool]),
    );
    assert.deepEqual([...new Set(calls.map((call) => `${call.session} ${call.cwd}`))], ['s-1 /demo']);
    assert.equal(calls.at(-2)?.stated, dangerous.says);
  });

  it('tells afterwards how the tool ended', () => {
    const ended = { code: 0, stdout: 'done', stderr: '' };
    const payload = payloadOf('PostToolUse', { id: 's-1', cwd: '/demo' }, 'toolu_1', dangerous, ended);
    const event = decodeEvent('claude-code', Buffer.from(payload), '/');
    assert.ok(event.ok && event.value.kind === 'after', payload);
  });
});
