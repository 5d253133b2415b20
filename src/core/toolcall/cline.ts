import { err, ok, type Result } from '../shared/result.js';
import { shellQuoted } from '../shared/shell-word.js';
import { argumentsOf } from './copilot-cli.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, isFields, listOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';
import type { JsonValue } from './toolcall.js';

const readByTable = readerOf({
  shell: ['execute_command'],
  edit: ['write_to_file', 'replace_in_file', 'editor'],
  patch: ['apply_patch'],
  read: [
    'read_file',
    'read_files',
    'list_files',
    'search_files',
    'search_codebase',
    'list_code_definition_names',
  ],
  fetch: ['web_fetch', 'fetch_web_content', 'browser_action'],
  mcp: mcpNamed('', '__'),
});

const read: ToolReader = (tool, input, cwd, server) => {
  if (tool === 'run_commands') return readCommands(input);
  const named = namedText(input, 'tool_name');
  if (tool !== 'use_mcp_tool' || named === undefined) return readByTable(tool, input, cwd, server);
  const payload = { kind: 'mcp', server: namedText(input, 'server_name') ?? '', name: named } as const;
  return ok({ payload: { ...payload, arguments: argumentsOf(own(input, 'arguments')) ?? input } });
};

/** Several commands run one after the other, each in a shell of its own: one cannot swallow the next. */
function readCommands(input: Fields): ReturnType<ToolReader> {
  const commands = commandsOf(input);
  if (commands === undefined) return err({ code: 'missing-field', field: 'tool_input.commands' });
  const [only] = commands;
  const command =
    commands.length === 1 && only !== undefined
      ? only
      : commands.map((one) => `bash -c ${shellQuoted(one)}`).join('\n');
  return ok({ payload: { kind: 'shell', shell: 'bash', command } });
}

/** A list of texts, or of objects with a command; undefined when a member is neither. */
function commandsOf(input: Fields): readonly string[] | undefined {
  const list = own(input, 'commands');
  if (typeof list === 'string') return [list];
  const read = listOf(input, 'commands').map((one) => (isFields(one) ? commandOf(one) : one));
  const texts = read.filter((one) => typeof one === 'string');
  return texts.length > 0 && texts.length === read.length ? texts : undefined;
}

function commandOf(one: Fields): JsonValue {
  const command = namedText(one, 'command') ?? null;
  const words = listOf(one, 'args').filter((word) => typeof word === 'string');
  return command === null ? null : [command, ...words.map(shellQuoted)].join(' ');
}

const events = new Map([
  ['tool_call', 'PreToolUse'],
  ['PreToolUse', 'PreToolUse'],
  ['tool_result', 'PostToolUse'],
  ['PostToolUse', 'PostToolUse'],
]);

/** Cline's hook payload: the CLI's as driven in 3.0.65, the extension's from its documentation. */
export function decodeCline(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const hookName = namedText(fields, 'hookName');
  if (hookName === undefined) return err({ code: 'missing-field', field: 'hookName' });
  const event = events.get(hookName);
  if (event === undefined) return ok({ kind: 'other', name: hookName });
  const call = fieldsOf(fields, 'tool_call', 'tool_result') ?? {};
  const said = fieldsOf(fields, 'preToolUse', 'postToolUse') ?? {};
  const isFailed = event === 'PostToolUse' && own(said, 'success') === false;
  const { parentId, rootId, root } = surroundings(fields);
  return decodeHookFields(
    'cline',
    {
      hook_event_name: isFailed ? 'PostToolUseFailure' : event,
      session_id: rootId,
      tool_name: namedText(call, 'name') ?? namedText(said, 'toolName') ?? '',
      tool_input: own(call, 'input') ?? own(said, 'parameters') ?? null,
      tool_use_id: namedText(call, 'id') ?? '',
      cwd: root ?? cwd,
      ...(parentId === undefined ? {} : { agent_id: namedText(fields, 'agent_id') ?? parentId }),
    },
    cwd,
    read,
  );
}

function surroundings(fields: Fields): {
  readonly parentId: string | undefined;
  readonly rootId: string;
  readonly root: string | undefined;
} {
  const first = listOf(fields, 'workspaceRoots')[0];
  const session = fieldsOf(fields, 'sessionContext') ?? {};
  return {
    parentId: namedText(fields, 'parent_agent_id'),
    rootId: namedText(session, 'rootSessionId') ?? namedText(fields, 'taskId') ?? '',
    root: typeof first === 'string' ? first : namedText(fieldsOf(fields, 'workspaceInfo') ?? {}, 'rootPath'),
  };
}
