import { canarySession } from '../core/toolcall/health.js';

/** A call that every gate lets through, in the fields that Claude Code named first. */
export function harmlessHook(cwd: string, event = 'PreToolUse', tool = 'Bash'): object {
  return {
    session_id: canarySession,
    cwd,
    hook_event_name: event,
    permission_mode: 'default',
    tool_name: tool,
    tool_input: { command: 'true', description: 'countersign doctor' },
    tool_use_id: 'countersign-doctor',
  };
}
