import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '../../src/core/toolcall/decode.js';
import type { HookEvent } from '../../src/core/toolcall/event.js';
import { type AgentId, agentIds } from '../../src/core/toolcall/toolcall.js';
import { directoriesIn, hasRun } from '../../src/protocol/payload.js';
import { told } from '../support/told.js';

const folder = join(process.cwd(), 'test/contract/payloads');
const golden = join(process.cwd(), 'test/contract/understood.txt');

/** The payload as the doorbell gets it: the plugin of opencode, Kilo and Pi adds the hook's name and the directory. */
function payloadOf(agent: AgentId, name: string): Buffer {
  const bytes = readFileSync(join(folder, agent, name));
  if (!['opencode', 'kilo', 'pi'].includes(agent)) return bytes;
  const event: unknown = JSON.parse(bytes.toString('utf8'));
  const hook = name.replace(/-.*|\.json$/g, '');
  return Buffer.from(JSON.stringify({ hook, cwd: '/workspace', ...Object(event) }));
}

function eventOf(agent: AgentId, name: string, as: AgentId = agent): HookEvent {
  const event = decodeEvent(as, payloadOf(agent, name), '/fallback');
  assert.ok(event.ok, `${agent} ${name}: ${event.ok ? '' : JSON.stringify(event.error)}`);
  return event.value;
}

function callOf(agent: AgentId, name: string, as: AgentId = agent): unknown {
  const event = eventOf(agent, name, as);
  assert.ok(event.kind === 'before');
  return event.call;
}

const samples = agentIds.flatMap((agent) =>
  readdirSync(join(folder, agent))
    .sort()
    .map((name) => ({ agent, name })),
);

describe('every payload of every agent', () => {
  it('is understood as it was when it was last read by a person', () => {
    const lines = samples.map(({ agent, name }) => `${agent} ${name}\n    ${told(eventOf(agent, name))}\n`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, lines.join(''));
    assert.equal(lines.join(''), readFileSync(golden, 'utf8'));
  });

  it('tells the doorbell alone whether the call has run, and where', () => {
    for (const { agent, name } of samples) {
      const payload = payloadOf(agent, name);
      assert.equal(hasRun(payload), eventOf(agent, name).kind === 'after', `${agent} ${name}`);
      const named = directoriesIn(payload)[0] ?? 'none';
      assert.ok(named === '/workspace' || /pre_(mcp_tool_use|user_prompt)/.test(name), `${agent} ${name}`);
    }
  });

  it('is a call of the agent that speaks so, whichever hook carried it', () => {
    const shared = ['claude-code', 'vscode', 'copilot-cli'] as const;
    for (const { agent, name } of samples.filter((one) => shared.some((id) => id === one.agent))) {
      const events = shared
        .filter((as) => as === 'copilot-cli' || !/^(agentStop|sessionStart|userPrompt)/.test(name))
        .map((as) => eventOf(agent, name, as));
      for (const event of events) assert.deepEqual(event, events[0], `${agent} ${name}`);
    }
  });
});

describe('a call keeps who asks, in which session, for which call', () => {
  it('of Codex', () => {
    assert.deepEqual(callOf('codex', 'PreToolUse-Bash.json'), {
      agent: 'codex',
      session: '01a20792-67ed-7951-b146-c32c522ef0e3',
      callId: 'call_00000003',
      tool: 'Bash',
      cwd: '/workspace',
      payload: { kind: 'shell', shell: 'bash', command: 'touch /workspace/MARKER && echo ran' },
      unattended: true,
    });
  });

  it('of Cline, whose main agent is no subagent', () => {
    assert.deepEqual(callOf('cline', 'PreToolUse-run_commands.json'), {
      agent: 'cline',
      session: '1795424158188_lyeyy',
      callId: 'call_00000057',
      tool: 'run_commands',
      cwd: '/workspace',
      payload: { kind: 'shell', shell: 'bash', command: 'touch /workspace/MARKER && echo ran' },
    });
  });

  it('of opencode', () => {
    assert.deepEqual(callOf('opencode', 'tool.execute.before-bash.json'), {
      agent: 'opencode',
      session: 'ses_df8637aedffewUAOvXUGmEgSY1',
      callId: 'call_00000070',
      tool: 'bash',
      cwd: '/workspace',
      payload: { kind: 'shell', shell: 'bash', command: 'touch /workspace/MARKER && echo ran' },
      stated: 't',
    });
  });

  it('of Copilot CLI, alike in both of its forms', () => {
    const pascal = Object(callOf('copilot-cli', 'PreToolUse-Bash-pascalcase-config.json'));
    const camel = Object(callOf('copilot-cli', 'preToolUse-bash.json'));
    assert.deepEqual({ ...pascal, session: '', stated: '' }, { ...camel, session: '', stated: '' });
    assert.equal(camel.tool, 'bash');
  });
});
