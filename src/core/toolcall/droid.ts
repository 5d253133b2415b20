import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const named = readerOf({
  shell: ['Execute'],
  edit: ['Create', 'Edit', 'MultiEdit', 'Write'],
  patch: ['ApplyPatch'],
  read: ['Read', 'LS', 'Glob', 'Grep'],
  fetch: ['FetchUrl'],
  mcp: mcpNamed('mcp__', '__'),
});

/** One tool stands for those of all connected services, which it names as `github__merge_pull_request`. */
const read: ToolReader = (tool, input, cwd, server) => {
  const behind = tool === 'ConnectorSearch' ? namedText(input, 'toolName') : undefined;
  if (behind === undefined || namedText(input, 'action') === 'list_tools')
    return named(tool, input, cwd, server);
  return named(`mcp__${behind}`, fieldsOf(input, 'toolArguments') ?? {}, cwd, server);
};

/** Factory Droid's hook payload, as version 0.225.2 sends it. */
export function decodeDroid(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('droid', fields, cwd, read);
}
