import { isObject } from './ring.js';

/** The little that the doorbell itself reads of a payload; the gate decodes it whole. */

const endings = new Set([
  'PostToolUse',
  'PostToolUseFailure',
  'postToolUse',
  'postToolUseFailure',
  'AfterTool',
  'tool_result',
  'tool.execute.after',
]);

/** True for a call that has already run: nothing can be blocked any more. */
export function hasRun(payload: Uint8Array): boolean {
  const fields = fieldsIn(payload);
  if (fields === undefined) return false;
  const { hook_event_name: event, hookName, hook, agent_action_name: action } = fields;
  if ([event, hookName, hook].some((name) => typeof name === 'string' && endings.has(name))) return true;
  if (typeof action === 'string') return action.startsWith('post_');
  // Copilot CLI names no event: only a call that has run has a result.
  return event === undefined && isObject(fields['toolResult']);
}

/** The directories that a payload names, the likeliest first; not all are absolute. */
export function directoriesIn(payload: Uint8Array): readonly string[] {
  const fields = fieldsIn(payload);
  if (fields === undefined) return [];
  const info = isObject(fields['tool_info']) ? fields['tool_info'] : {};
  const { cwd, file_path: path } = info;
  const folder = typeof path === 'string' ? path.slice(0, Math.max(path.lastIndexOf('/'), 1)) : undefined;
  const roots = [fields['workspaceRoots'], fields['workspace_roots']].map((list) =>
    Array.isArray(list) ? list[0] : undefined,
  );
  return [fields['cwd'], cwd, ...roots, folder].filter((one) => typeof one === 'string');
}

function fieldsIn(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
