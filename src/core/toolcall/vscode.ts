import { err, ok, type Result } from '../shared/result.js';
import { shellQuoted } from '../shared/shell-word.js';
import { needText, reading, unknownPayload } from './claude-code.js';
import { isCopilotPascal } from './copilot-cli.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, isFields, listOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReading } from './hook-fields.js';
import { readPatch } from './patch.js';
import type { FileEdit, Payload, ShellName } from './toolcall.js';

const looking = new Set([
  'read_file',
  'list_dir',
  'file_search',
  'grep_search',
  'semantic_search',
  'get_errors',
  'get_terminal_output',
  'view_image',
  'copilot_getNotebookSummary',
]);

const known = new Set([
  ...looking,
  'run_in_terminal',
  'create_file',
  'create_directory',
  'replace_string_in_file',
  'multi_replace_string_in_file',
  'insert_edit_into_file',
  'apply_patch',
  'edit_notebook_file',
  'fetch_webpage',
  'create_and_run_task',
]);

/** True when a payload speaks the dialect of VS Code's built-in agent, whichever hook file carried it. */
export function isVscodeTool(fields: Fields): boolean {
  const tool = namedText(fields, 'tool_name', 'toolName') ?? '';
  if (known.has(tool) || /^mcp_[^_]/.test(tool)) return true;
  const isUnmoded = own(fields, 'timestamp') !== undefined && own(fields, 'permission_mode') === undefined;
  return isUnmoded && !isCopilotPascal(fields);
}

/** VS Code's built-in agent (Local harness), as driven in 1.139. */
export function decodeVscode(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('vscode', fields, cwd, readVscodeTool);
}

function readVscodeTool(tool: string, input: Fields, cwd: string): Result<ToolReading, DecodeError> {
  if (looking.has(tool))
    return ok(reading({ kind: 'read', path: namedText(input, 'filePath', 'path') ?? cwd }));
  switch (tool) {
    case 'run_in_terminal':
      return needText(input, 'command', (command) => ({ kind: 'shell', shell: shellOf(cwd), command }));
    case 'create_file':
      return needText(input, 'filePath', (path) =>
        edits([{ kind: 'write', path, content: namedText(input, 'content') ?? '' }]),
      );
    case 'create_directory':
      return needText(input, 'dirPath', (path) => edits([{ kind: 'whole', path, before: null, after: '' }]));
    case 'replace_string_in_file':
      return needText(input, 'filePath', (path) => edits([replacement(path, input)]));
    case 'multi_replace_string_in_file':
      return readReplacements(input);
    case 'insert_edit_into_file':
    case 'edit_notebook_file':
      return needText(input, 'filePath', (path) =>
        edits([{ kind: 'unreadable', path, text: namedText(input, 'code', 'newCode') ?? '' }]),
      );
    case 'apply_patch':
      return needText(input, 'input', (text) => edits(readPatch(text)));
    case 'fetch_webpage':
      return ok(reading({ kind: 'fetch', url: urlsOf(input) }));
    case 'create_and_run_task':
      return ok(reading(taskPayload(fieldsOf(input, 'task') ?? {}, shellOf(cwd)) ?? unknownPayload(input)));
    default:
      return ok(reading(mcpPayload(tool, input) ?? unknownPayload(input)));
  }
}

function edits(list: readonly FileEdit[]): Payload {
  return { kind: 'edit', edits: list };
}

function replacement(path: string, input: Fields): FileEdit {
  const one = {
    old: namedText(input, 'oldString') ?? '',
    new: namedText(input, 'newString') ?? '',
    all: false,
  };
  return { kind: 'replace', path, replacements: [one] };
}

function readReplacements(input: Fields): Result<ToolReading, DecodeError> {
  const list: FileEdit[] = [];
  for (const one of listOf(input, 'replacements')) {
    const path = isFields(one) ? namedText(one, 'filePath') : undefined;
    if (!isFields(one) || path === undefined)
      return err({ code: 'missing-field', field: 'tool_input.replacements.filePath' });
    list.push(replacement(path, one));
  }
  return ok(reading(edits(list)));
}

function urlsOf(input: Fields): string {
  const urls = listOf(input, 'urls').filter((url) => typeof url === 'string');
  return urls.length > 0 ? urls.join(' ') : (namedText(input, 'url') ?? '');
}

/** A task's command with its arguments, each quoted so that it stays one word. */
function taskPayload(task: Fields, shell: ShellName): Payload | undefined {
  const command = namedText(task, 'command');
  if (command === undefined) return undefined;
  const words = listOf(task, 'args').filter((word) => typeof word === 'string');
  return { kind: 'shell', shell, command: [command, ...words.map(shellQuoted)].join(' ') };
}

/** `mcp_server_tool`: the first part is the server, as VS Code shortens it. */
function mcpPayload(tool: string, input: Fields): Payload | undefined {
  const parts = /^mcp_([^_]+)_(.+)$/.exec(tool);
  if (!parts?.[1] || !parts[2]) return undefined;
  return { kind: 'mcp', server: parts[1], name: parts[2], arguments: input };
}

/** The built-in agent types into the platform's own shell. */
function shellOf(cwd: string): ShellName {
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(cwd) ? 'pwsh' : 'bash';
}
