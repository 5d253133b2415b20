import type { HookEvent } from '../../src/core/toolcall/event.js';

/** One line that says what was understood. */
export function told(event: HookEvent): string {
  if (event.kind === 'other') return `other ${event.name}`;
  const { payload, cwd, tool } = event.call;
  const text = {
    shell: () => (payload.kind === 'shell' ? `${payload.shell} ${payload.command}` : ''),
    edit: () =>
      payload.kind === 'edit' ? payload.edits.map((edit) => `${edit.kind} ${edit.path}`).join(', ') : '',
    mcp: () => (payload.kind === 'mcp' ? `${payload.server} ${payload.name}` : ''),
    fetch: () => (payload.kind === 'fetch' ? payload.url : ''),
    read: () => (payload.kind === 'read' ? payload.path : ''),
    other: () => tool,
  }[payload.kind]();
  const end = event.kind === 'after' ? ` ${event.outcome}` : '';
  return `${event.kind} ${payload.kind} in ${cwd}: ${text}${end}`;
}
