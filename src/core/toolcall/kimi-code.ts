import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, own } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['Bash'],
  edit: ['Write', 'Edit'],
  read: ['Read', 'ReadMediaFile', 'Glob', 'Grep'],
  fetch: ['FetchURL'],
  mcp: mcpNamed('mcp__', '__'),
});

/** Kimi Code's hook payload, as driven in 2.1.0. */
export function decodeKimi(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const callId = own(fields, 'tool_call_id');
  const named = callId === undefined ? fields : { ...fields, tool_use_id: callId };
  return decodeHookFields('kimi-code', named, cwd, read);
}
