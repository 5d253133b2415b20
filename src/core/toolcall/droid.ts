import type { Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import type { Fields } from './fields.js';
import { decodeHookFields } from './hook-fields.js';
import { mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';

const read = readerOf({
  shell: ['Execute'],
  edit: ['Create', 'Edit', 'MultiEdit', 'Write'],
  patch: ['ApplyPatch'],
  read: ['Read', 'LS', 'Glob', 'Grep'],
  fetch: ['FetchUrl'],
  mcp: mcpNamed('mcp__', '__'),
});

/** Factory Droid's hook payload, from its documentation. */
export function decodeDroid(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  return decodeHookFields('droid', fields, cwd, read);
}
