import assert from 'node:assert/strict';
import { type AgentId, agentIds } from '../../src/core/toolcall/toolcall.js';
import { answerIn, type Ruling } from '../../src/protocol/answer.js';
import { decodeAnswer } from '../../src/protocol/ring.js';

const quiet: Ruling = { kind: 'no-opinion' };
const yes: Ruling = { kind: 'allow', reason: 'a person said yes' };
const yesTo: Ruling = { kind: 'allow', reason: 'yes', input: { command: 'ls' } };
const no: Ruling = { kind: 'deny', reason: 'no "way"\n' };

function printed(agent: AgentId, ruling: Ruling): string {
  const answer = answerIn(agent, ruling);
  assert.deepEqual(decodeAnswer(answer), answer);
  return `${answer.exitCode} ${(answer.stdout || answer.stderr).trimEnd()}`;
}

const hook = (fields: string): string =>
  `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":${fields}}}`;
const quoted = '"no \\"way\\"\\n"';
const claude = [
  `0 ${hook('"allow","permissionDecisionReason":"a person said yes"')}`,
  `0 ${hook('"allow","permissionDecisionReason":"yes","updatedInput":{"command":"ls"}')}`,
  `0 ${hook(`"deny","permissionDecisionReason":${quoted}`)}`,
];
const byExitCode = ['0 {}', '0 {}', '2 no "way"'];
const byPlugin = [
  '0 {"decision":"allow","reason":"a person said yes"}',
  '0 {"decision":"allow","reason":"yes","input":{"command":"ls"}}',
  `0 {"decision":"deny","reason":${quoted}}`,
];

const goesOn = '0 {"decision":"allow"}';

/** What each agent is told: a yes, a yes that repeats what was approved, and a no. */
const expected: Readonly<Record<AgentId, readonly string[]>> = {
  'claude-code': claude,
  vscode: claude,
  droid: claude,
  'qwen-code': claude,
  auggie: claude,
  'grok-build': claude,
  antigravity: [
    '0 {"decision":"allow","reason":"a person said yes"}',
    '0 {"decision":"allow","reason":"yes"}',
    `0 {"decision":"deny","reason":${quoted}}`,
  ],
  'kimi-code': ['0 {}', '0 {}', claude[2] ?? ''],
  codex: ['0 {}', `0 ${hook('"allow","updatedInput":{"command":"ls"}')}`, claude[2] ?? ''],
  'gemini-cli': [
    '0 {"decision":"allow","reason":"a person said yes"}',
    '0 {"decision":"allow","reason":"yes","hookSpecificOutput":{"hookEventName":"BeforeTool","tool_input":{"command":"ls"}}}',
    `0 {"decision":"deny","reason":${quoted}}`,
  ],
  'copilot-cli': [
    `0 {"permissionDecision":"allow","permissionDecisionReason":"a person said yes",${claude[0]?.slice(3)}`,
    `0 {"permissionDecision":"allow","permissionDecisionReason":"yes","modifiedArgs":{"command":"ls"},${claude[1]?.slice(3)}`,
    `0 {"permissionDecision":"deny","permissionDecisionReason":${quoted},${claude[2]?.slice(3)}`,
  ],
  cline: [
    '0 {"cancel":false}',
    '0 {"cancel":false,"overrideInput":{"command":"ls"}}',
    `0 {"cancel":true,"errorMessage":${quoted}}`,
  ],
  opencode: byPlugin,
  kilo: byPlugin,
  pi: byPlugin,
  cursor: [
    '0 {"permission":"allow"}',
    '0 {"permission":"allow"}',
    `0 {"permission":"deny","user_message":${quoted},"agent_message":${quoted}}`,
  ],
  windsurf: byExitCode,
  kiro: byExitCode,
  'amazon-q': byExitCode,
};

describe('the answers', () => {
  for (const agent of agentIds) {
    it(`to ${agent} are one JSON object, or words with exit code 2`, () => {
      assert.deepEqual(
        [yes, yesTo, no].map((ruling) => printed(agent, ruling)),
        expected[agent],
      );
      assert.equal(printed(agent, quiet), agent === 'antigravity' ? goesOn : '0 {}');
      assert.equal(printed(agent, { kind: 'fail', reason: 'broken: blocked' }), '2 broken: blocked');
    });
  }

  it('say allow to nobody whom a person has not answered', () => {
    for (const agent of agentIds) {
      // To Antigravity it is no grant: it asks its user as before, and takes an empty object for a no.
      const silent = agent === 'antigravity' ? [] : [quiet];
      for (const ruling of [...silent, no, { kind: 'fail', reason: 'x' } as const]) {
        assert.doesNotMatch(JSON.stringify(answerIn(agent, ruling)), /allow|"cancel":false/);
      }
    }
  });
});
