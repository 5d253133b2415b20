import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, isFields, namedText, own } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { type McpNaming, mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';
import type { JsonValue } from './toolcall.js';

const [claudeName, ownName] = [mcpNamed('mcp__', '__'), mcpNamed('', '-', 'last')];
const mcp: McpNaming = (tool, server) => claudeName(tool, server) ?? ownName(tool, server);

/** Its own tools, and Claude Code's names for them, which it uses where the event is written `PreToolUse`. */
const read = readerOf({
  shell: ['bash', 'powershell', 'write_bash', 'write_powershell', 'Bash'],
  edit: ['create', 'edit', 'str_replace_editor', 'Write', 'Edit', 'MultiEdit'],
  patch: ['apply_patch'],
  read: ['view', 'glob', 'grep', 'rg', 'read_bash', 'list_bash', 'Read', 'Glob', 'Grep', 'LS'],
  fetch: ['web_fetch', 'WebFetch'],
  mcp,
});

const ownNames = new Map([
  ['Bash', 'bash'],
  ['Write', 'create'],
  ['Edit', 'edit'],
  ['Read', 'view'],
]);

/** Fields of the events that are no tool call. */
const otherMarks = ['source', 'prompt', 'stopReason', 'reason', 'error', 'initialPrompt', 'trigger'];

/** True for the form in which only Copilot CLI speaks: camelCase, without an event's name, arguments as `toolArgs`. */
export function isCopilotForm(fields: Fields): boolean {
  if (namedText(fields, 'hook_event_name', 'hookEventName') !== undefined) return false;
  return own(fields, 'toolArgs') !== undefined || namedText(fields, 'hookName') !== undefined;
}

/** True for its second form: Claude Code's names, but no id of the call and no permission mode. */
export function isCopilotPascal(fields: Fields): boolean {
  const absent = ['tool_use_id', 'permission_mode', 'transcript_path', 'permission_suggestions'];
  return own(fields, 'timestamp') !== undefined && absent.every((name) => own(fields, name) === undefined);
}

/** GitHub Copilot CLI's hook payload in both its forms, as driven in 1.0.102. */
export function decodeCopilot(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  if (namedText(fields, 'hook_event_name') !== undefined) return decodePascal(fields, cwd);
  const hookName = namedText(fields, 'hookName');
  if (hookName !== undefined && hookName !== 'preToolUse' && hookName !== 'postToolUse')
    return ok({ kind: 'other', name: hookName });
  if (own(fields, 'toolName') === undefined) return otherEvent(fields);
  const input = argumentsOf(own(fields, 'toolArgs'));
  const event = eventOf(fieldsOf(fields, 'toolResult'));
  return decodeHookFields(
    'copilot-cli',
    { ...fields, hook_event_name: event, ...(input === undefined ? {} : { tool_input: input }) },
    cwd,
    read,
  );
}

/** Told by its own name, so that it is the same call through either form. */
function decodePascal(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const tool = namedText(fields, 'tool_name') ?? '';
  return decodeHookFields('copilot-cli', { ...fields, tool_name: ownNames.get(tool) ?? tool }, cwd, read);
}

function otherEvent(fields: Fields): Result<HookEvent, DecodeError> {
  const mark = otherMarks.find((name) => own(fields, name) !== undefined);
  return mark === undefined
    ? err({ code: 'missing-field', field: 'toolName' })
    : ok({ kind: 'other', name: mark });
}

function eventOf(result: Fields | undefined): string {
  if (result === undefined) return 'PreToolUse';
  return namedText(result, 'resultType') === 'success' ? 'PostToolUse' : 'PostToolUseFailure';
}

/** An object, or an older version's JSON text of one. */
export function argumentsOf(value: JsonValue | undefined): Fields | undefined {
  if (typeof value !== 'string') return isFields(value) ? value : undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What JSON.parse returned is made of JSON values throughout. */
function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
