import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { readerOf } from './tool-table.js';

const readByTable = readerOf({ shell: ['run_command'], edit: ['write_code'], read: ['read_code'] });

const read: ToolReader = (tool, input, cwd, server) => {
  const name = namedText(input, 'mcp_tool_name');
  if (tool !== 'mcp_tool_use' || name === undefined) return readByTable(tool, input, cwd, server);
  const from = { kind: 'mcp', server: namedText(input, 'mcp_server_name') ?? '', name } as const;
  return ok({ payload: { ...from, arguments: own(input, 'mcp_tool_arguments') ?? input } });
};

/** Windsurf Cascade's hook payload, from its documentation: the action's name says before or after, and which tool. */
export function decodeWindsurf(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const action = namedText(fields, 'agent_action_name');
  if (action === undefined) return err({ code: 'missing-field', field: 'agent_action_name' });
  const [, moment, tool] = /^(pre|post)_(run_command|write_code|read_code|mcp_tool_use)$/.exec(action) ?? [];
  if (moment === undefined || tool === undefined) return ok({ kind: 'other', name: action });
  const info = fieldsOf(fields, 'tool_info');
  return decodeHookFields(
    'windsurf',
    {
      hook_event_name: moment === 'pre' ? 'PreToolUse' : 'PostToolUse',
      session_id: namedText(fields, 'trajectory_id') ?? '',
      tool_name: tool,
      tool_input: info ?? null,
      cwd: namedText(info ?? {}, 'cwd') ?? cwd,
    },
    cwd,
    read,
  );
}
