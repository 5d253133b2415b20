import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText, own } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['bash', 'shell'],
  edit: ['edit', 'write', 'multiedit'],
  patch: ['apply_patch', 'patch'],
  read: ['read', 'grep', 'glob', 'list', 'ls', 'codesearch', 'lsp'],
  fetch: ['webfetch'],
  inner: ['todo_write', 'todo_read', 'plan_exit', 'plan_enter'],
  mcp: mcpNamed('', '_'),
});

const events = new Map([
  ['tool.execute.before', 'PreToolUse'],
  ['tool.execute.after', 'PostToolUse'],
]);

/** What Countersign's opencode plugin sends: the hook's name, its `input` and `output` as they came, and the directory. */
export function decodeOpencode(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const hook = namedText(fields, 'hook');
  if (hook === undefined) return err({ code: 'missing-field', field: 'hook' });
  const event = events.get(hook);
  if (event === undefined) return ok({ kind: 'other', name: hook });
  const input = fieldsOf(fields, 'input') ?? {};
  const output = fieldsOf(fields, 'output') ?? {};
  return decodeHookFields(
    'opencode',
    {
      hook_event_name: event,
      session_id: namedText(input, 'sessionID') ?? '',
      tool_name: namedText(input, 'tool') ?? '',
      tool_input: own(output, 'args') ?? own(input, 'args') ?? null,
      tool_use_id: namedText(input, 'callID') ?? '',
      cwd: namedText(fields, 'cwd') ?? cwd,
    },
    cwd,
    read,
  );
}
