import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import type { Fields } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['run_shell_command'],
  edit: ['write_file', 'edit', 'replace', 'notebook_edit'],
  read: ['read_file', 'read_many_files', 'list_directory', 'glob', 'grep_search', 'search_file_content'],
  fetch: ['web_fetch'],
  mcp: mcpNamed('mcp__', '__'),
});

/** Qwen Code's hook payload, as version 0.24.4 sends it. */
export function decodeQwen(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('qwen-code', fields, cwd, read);
}
