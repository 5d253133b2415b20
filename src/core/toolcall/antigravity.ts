import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, isFields, listOf, namedText } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { readerOf } from './tool-table.js';
import type { JsonValue } from './toolcall.js';

/** Its names of fields, as other agents spell them. What it says of a call in passing differs from one retry to the next. */
const spelt: ReadonlyMap<string, string> = new Map([
  ['CommandLine', 'command'],
  ['Cwd', 'cwd'],
  ['Input', 'input'],
  ['TargetFile', 'path'],
  ['AbsolutePath', 'path'],
  ['DirectoryPath', 'path'],
  ['SearchPath', 'path'],
  ['SearchDirectory', 'path'],
  ['CodeContent', 'content'],
  ['TargetContent', 'old_str'],
  ['ReplacementContent', 'new_str'],
  ['AllowMultiple', 'replace_all'],
  ['ReplacementChunks', 'edits'],
  ['Url', 'url'],
  ['toolSummary', 'description'],
  ['toolAction', 'goal'],
]);

const named = readerOf({
  shell: ['run_command', 'send_command_input'],
  edit: ['write_to_file', 'replace_file_content', 'multi_replace_file_content', 'edit_file'],
  read: ['view_file', 'view_file_outline', 'view_code_item', 'list_dir', 'grep_search', 'find_by_name'],
  fetch: ['read_url_content'],
});

const read: ToolReader = (tool, input, cwd, server) => {
  const [to, name] = [namedText(input, 'ServerName'), namedText(input, 'ToolName')];
  if (to === undefined || name === undefined) return named(tool, input, cwd, server);
  const given = fieldsOf(input, 'Arguments') ?? input;
  return ok({ payload: { kind: 'mcp', server: to, name, arguments: given } });
};

/** The hook payload of Antigravity's command line, of which others have written down what version 1.2 sends. It names no event. */
export function decodeAntigravity(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const call = fieldsOf(fields, 'toolCall');
  if (call === undefined) return err({ code: 'missing-field', field: 'toolCall' });
  const [root] = listOf(fields, 'workspacePaths');
  const args = fieldsOf(call, 'args');
  const step = fields['stepIdx'];
  return decodeHookFields(
    'antigravity',
    {
      hook_event_name: 'PreToolUse',
      session_id: namedText(fields, 'conversationId') ?? '',
      tool_name: namedText(call, 'name') ?? '',
      tool_input: args === undefined ? null : respelt(args),
      tool_use_id: typeof step === 'number' ? String(step) : '',
      cwd: typeof root === 'string' ? root : cwd,
    },
    cwd,
    read,
  );
}

function respelt(input: Fields): Fields {
  const value = (one: JsonValue): JsonValue =>
    Array.isArray(one) ? one.map((part) => (isFields(part) ? respelt(part) : part)) : one;
  return Object.fromEntries(
    Object.entries(input).map(([name, one]) => [spelt.get(name) ?? name, value(one)]),
  );
}
