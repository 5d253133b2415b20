import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText, own } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf, type ToolTable } from './tool-table.js';

const table: ToolTable = {
  shell: ['bash', 'shell'],
  edit: ['edit', 'write', 'multiedit'],
  patch: ['apply_patch', 'patch'],
  read: ['read', 'grep', 'glob', 'list', 'ls', 'codesearch', 'lsp'],
  fetch: ['webfetch'],
  inner: ['todo_write', 'todo_read', 'plan_exit', 'plan_enter'],
  mcp: mcpNamed('', '_'),
};

const readers = {
  opencode: readerOf(table),
  /** Its own tools have names like those of MCP; one that holds a command is read by that (`background_process`). */
  kilo: readerOf({
    ...table,
    inner: [
      ...(table.inner ?? []),
      ...['agent_manager', 'agent_manager_models', 'background_process', 'board_post', 'board_read'],
      ...['browser_open', 'cancel_wakeup', 'cron_create', 'cron_delete', 'cron_list', 'link_pr'],
      ...['notify_user', 'schedule_wakeup', 'send_file'],
    ],
  }),
  pi: readerOf({ shell: ['bash'], edit: ['edit', 'write'], read: ['read', 'grep', 'find', 'ls'] }),
};

const events = new Map([
  ['tool.execute.before', 'PreToolUse'],
  ['tool.execute.after', 'PostToolUse'],
]);

/** What Countersign's plugin for opencode, Kilo and Pi sends: the hook's name, its `input` and `output` as they came, and the directory. */
export function decodeOpencode(
  agent: keyof typeof readers,
  fields: Fields,
  cwd: string,
): Result<HookEvent, DecodeError> {
  const hook = namedText(fields, 'hook');
  if (hook === undefined) return err({ code: 'missing-field', field: 'hook' });
  const event = events.get(hook);
  if (event === undefined) return ok({ kind: 'other', name: hook });
  const input = fieldsOf(fields, 'input') ?? {};
  const output = fieldsOf(fields, 'output') ?? {};
  return decodeHookFields(
    agent,
    {
      hook_event_name: event,
      session_id: namedText(input, 'sessionID') ?? '',
      tool_name: namedText(input, 'tool') ?? '',
      tool_input: own(output, 'args') ?? own(input, 'args') ?? null,
      tool_use_id: namedText(input, 'callID') ?? '',
      cwd: namedText(fields, 'cwd') ?? cwd,
    },
    cwd,
    readers[agent],
  );
}
