import type { Assessment } from '../../src/core/risk/assessment.js';
import { judgeCall } from '../../src/core/risk/judge.js';
import type { World } from '../../src/core/shared/world.js';
import type { Payload, ShellName, ToolCall } from '../../src/core/toolcall/toolcall.js';
import { memoryWorld } from './world.js';

export const emptyWorld = memoryWorld({ cwd: '/srv/app', home: '/home/ada' });

export function callOf(payload: Payload, more: Partial<ToolCall> = {}): ToolCall {
  return { agent: 'claude-code', session: 's', callId: 'c', tool: 'Tool', cwd: '/srv/app', payload, ...more };
}

/** The engine's answer about a shell command, without grammars. */
export function judged(command: string, world: World = emptyWorld, shell: ShellName = 'bash'): Assessment {
  return judgeCall(callOf({ kind: 'shell', shell, command }), world, { grammars: {} });
}

export function judgedPayload(
  payload: Payload,
  world: World = emptyWorld,
  more: Partial<ToolCall> = {},
): Assessment {
  return judgeCall(callOf(payload, more), world, { grammars: {} });
}

/** True when the gate would hold the call. */
export function asks(assessment: Assessment): boolean {
  return assessment.band !== 'quiet' && assessment.band !== 'note';
}

export function ids(assessment: Assessment): readonly string[] {
  return assessment.findings.map((finding) => finding.id);
}
