import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import type { Fields } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['run_shell_command'],
  edit: ['write_file', 'replace'],
  read: ['read_file', 'read_many_files', 'list_directory', 'glob', 'search_file_content', 'grep_search'],
  fetch: ['web_fetch'],
  mcp: mcpNamed('mcp_', '_'),
});

/** Gemini CLI's hook payload, as driven in 0.61.0. An MCP call names its server beside the tool. */
export function decodeGemini(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('gemini-cli', fields, cwd, read);
}
