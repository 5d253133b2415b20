import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import type { Fields } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['Bash', 'shell', 'local_shell', 'exec_command', 'shell_command'],
  patch: ['apply_patch'],
  read: ['view_image'],
  mcp: mcpNamed('mcp__', '__'),
});

/** Codex CLI's hook payload, as driven in 0.169.0: creating and editing are one patch, whose text is the `command`. */
export function decodeCodex(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('codex', fields, cwd, read);
}
