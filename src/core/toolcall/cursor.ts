import { err, type Result } from '../shared/result.js';
import { argumentsOf } from './copilot-cli.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, listOf, namedText, own } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import type { McpNaming } from './mcp-name.js';
import { readerOf } from './tool-table.js';
import type { JsonValue } from './toolcall.js';

/** `MCP:tool` or `MCP:server:tool`; the server is empty where Cursor leaves it out. */
const mcp: McpNaming = (tool) => {
  if (!tool.startsWith('MCP:')) return undefined;
  const at = tool.indexOf(':', 4);
  return at < 0
    ? { server: '', name: tool.slice(4) }
    : { server: tool.slice(4, at), name: tool.slice(at + 1) };
};

const read = readerOf({
  shell: ['Shell', 'Bash'],
  edit: ['Write', 'Edit', 'MultiEdit', 'StrReplace'],
  remove: ['Delete'],
  read: ['Read', 'Grep', 'Glob', 'LS'],
  fetch: ['WebFetch'],
  mcp,
});

/** Cursor's hook payload, from its documentation. Events of one kind of tool are told as that tool. */
export function decodeCursor(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const event = namedText(fields, 'hook_event_name');
  if (event === undefined) return err({ code: 'missing-field', field: 'hook_event_name' });
  const root = listOf(fields, 'workspace_roots')[0];
  return decodeHookFields(
    'cursor',
    {
      ...fields,
      ...calledBy(event, fields),
      session_id: namedText(fields, 'conversation_id', 'session_id') ?? '',
      cwd: namedText(fields, 'cwd') || (typeof root === 'string' ? root : cwd),
    },
    cwd,
    read,
  );
}

function calledBy(event: string, fields: Fields): Fields {
  switch (event) {
    case 'beforeShellExecution':
      return before('Shell', { command: own(fields, 'command') ?? null });
    case 'beforeReadFile':
      return before('Read', { file_path: own(fields, 'file_path') ?? null });
    case 'beforeMCPExecution': {
      const name = namedText(fields, 'tool_name') ?? '';
      return before(name.startsWith('MCP:') ? name : `MCP:${name}`, inputOf(fields));
    }
    default:
      return { tool_input: inputOf(fields) };
  }
}

function before(tool: string, input: JsonValue): Fields {
  return { hook_event_name: 'PreToolUse', tool_name: tool, tool_input: input };
}

/** The input comes as an object, or as JSON text of one. */
function inputOf(fields: Fields): JsonValue {
  return argumentsOf(own(fields, 'tool_input')) ?? null;
}
