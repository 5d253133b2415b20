import type { Lockable } from '../../core/toolcall/level.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import { claudeCodeLock } from './claude-code.js';
import { codexLock } from './codex.js';
import { copilotCliLock } from './copilot-cli.js';
import { cursorLock } from './cursor.js';
import { droidLock } from './droid.js';
import { geminiCliLock } from './gemini-cli.js';
import type { AgentLock } from './lock.js';
import { qwenCodeLock } from './qwen-code.js';

/** The agents that an administrator can configure: one line each. */
export const locks: readonly AgentLock[] = [
  claudeCodeLock,
  codexLock,
  copilotCliLock,
  droidLock,
  geminiCliLock,
  qwenCodeLock,
  cursorLock,
];

export function lockableOf(agent: AgentId): Lockable {
  return locks.find((lock) => lock.agent === agent)?.lockable ?? { kind: 'none' };
}
