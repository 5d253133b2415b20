import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const named = readerOf({
  shell: ['run_terminal_command', 'run_terminal_cmd', 'monitor'],
  edit: ['search_replace', 'write'],
  read: ['read_file', 'list_dir', 'grep'],
  fetch: ['web_fetch'],
  mcp: mcpNamed('', '__'),
});

/** A server's tool is called through one of its own, whose input names the tool and holds the arguments. */
const read: ToolReader = (tool, input, cwd, server) => {
  const isThrough = namedText(input, 'tool_name') === tool;
  return named(tool, (isThrough ? fieldsOf(input, 'tool_input') : undefined) ?? input, cwd, server);
};

/** Grok Build's hook payload, as driven in 1.0.41. An input above 128 KiB comes cut, as a text: it is none, and the call is blocked. */
export function decodeGrok(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('grok-build', fields, cwd, read);
}
