import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, isFields, listOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReading } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import type { FileEdit, JsonValue, Payload } from './toolcall.js';

/** Claude Code's hook payload. Fields: research by driving 2.1.330; unknown tools are kept as they came. */
export function decodeClaude(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('claude-code', fields, cwd, readClaudeTool);
}

const looking = new Set(['Read', 'Glob', 'Grep', 'LS', 'NotebookRead']);

function readClaudeTool(
  tool: string,
  input: Fields,
  cwd: string,
  server: string | undefined,
): Result<ToolReading, DecodeError> {
  if (looking.has(tool))
    return ok(reading({ kind: 'read', path: namedText(input, 'file_path', 'notebook_path', 'path') ?? cwd }));
  switch (tool) {
    case 'Bash':
      return needText(input, 'command', (command) => ({ kind: 'shell', shell: 'bash', command }));
    case 'PowerShell':
      return needText(input, 'command', (command) => ({ kind: 'shell', shell: 'pwsh', command }));
    case 'Write':
      return needText(input, 'file_path', (path) =>
        edit({ kind: 'write', path, content: namedText(input, 'content') ?? '' }),
      );
    case 'Edit':
      return needText(input, 'file_path', (path) => edit(replacement(path, [input])));
    case 'MultiEdit':
      return needText(input, 'file_path', (path) =>
        edit(replacement(path, listOf(input, 'edits').filter(isFields))),
      );
    case 'NotebookEdit':
      return needText(input, 'notebook_path', (path) =>
        edit({ kind: 'unreadable', path, text: namedText(input, 'new_source') ?? '' }),
      );
    case 'WebFetch':
      return needText(input, 'url', (url) => ({ kind: 'fetch', url }));
    default:
      return ok(reading(mcpPayload(tool, input, server) ?? unknownPayload(input)));
  }
}

function edit(one: FileEdit): Payload {
  return { kind: 'edit', edits: [one] };
}

function replacement(path: string, edits: readonly Fields[]): FileEdit {
  return {
    kind: 'replace',
    path,
    replacements: edits.map((one) => ({
      old: namedText(one, 'old_string') ?? '',
      new: namedText(one, 'new_string') ?? '',
      all: own(one, 'replace_all') === true,
    })),
  };
}

const mcpName = mcpNamed('mcp__', '__');

function mcpPayload(tool: string, input: JsonValue, server: string | undefined): Payload | undefined {
  const named = tool.startsWith('mcp__') ? mcpName(tool, server) : undefined;
  return named && { kind: 'mcp', ...named, arguments: input };
}

/** A tool without a table that carries a command would run it: it is judged as one. */
export function unknownPayload(input: Fields): Payload {
  const command = namedText(input, 'command');
  if (command !== undefined) return { kind: 'shell', shell: 'bash', command };
  return { kind: 'other', text: JSON.stringify(input) };
}

export function reading(payload: Payload): ToolReading {
  return { payload };
}

export function needText(
  input: Fields,
  field: string,
  make: (text: string) => Payload,
): Result<ToolReading, DecodeError> {
  const text = namedText(input, field);
  return text === undefined
    ? err({ code: 'missing-field', field: `tool_input.${field}` })
    : ok(reading(make(text)));
}
