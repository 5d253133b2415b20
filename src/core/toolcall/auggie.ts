import { ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, listOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { readerOf } from './tool-table.js';
import type { JsonValue } from './toolcall.js';

const read = readerOf({
  shell: ['launch-process', 'write-process'],
  read: ['view'],
  edit: ['str-replace-editor', 'save-file'],
  patch: ['apply_patch'],
  remove: ['remove-files'],
  fetch: ['web-fetch'],
});

/** Names such as `tool_server`; that it is a server's is said beside the name. */
const readMcp: ToolReader = (tool, input) => {
  const at = tool.lastIndexOf('_');
  const [name, server] = at > 0 ? [tool.slice(0, at), tool.slice(at + 1)] : [tool, ''];
  return ok({ payload: { kind: 'mcp', server, name, arguments: input } });
};

/** Auggie's hook payload, as its package 0.36.0 makes it. */
export function decodeAuggie(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const [root] = listOf(fields, 'workspace_roots');
  const input = fieldsOf(fields, 'tool_input');
  return decodeHookFields(
    'auggie',
    {
      hook_event_name: own(fields, 'hook_event_name') ?? null,
      session_id: namedText(fields, 'conversation_id') ?? '',
      tool_name: namedText(fields, 'tool_name') ?? '',
      tool_input: input === undefined ? null : listed(input),
      cwd: namedText(fields, 'cwd') ?? (typeof root === 'string' ? root : cwd),
    },
    cwd,
    own(fields, 'is_mcp_tool') === true ? readMcp : read,
  );
}

/** Its numbered replacements (`old_str_1`, `new_str_1`, ...) as the list that they are; other inputs as they came. */
function listed(input: Fields): Fields {
  const edits: JsonValue[] = [];
  for (let at = 1; namedText(input, `old_str_${at}`) !== undefined; at += 1)
    edits.push({
      old_str: namedText(input, `old_str_${at}`) ?? '',
      new_str: namedText(input, `new_str_${at}`) ?? '',
    });
  return edits.length === 0 ? input : { ...input, edits };
}
