import { endings } from '../core/toolcall/endings.js';
import { parsed } from './parsed.js';
import { isObject, isText } from './ring.js';

/** The little that the doorbell itself reads of a payload; the gate decodes it whole. */

/**
 * True for a call that has already run: nothing can be blocked any more. `named` is the event that the installed command is
 * for; without one the payload says it.
 */
export function hasRun(payload: Uint8Array, named?: string): boolean {
  if (named !== undefined) return endings.includes(named);
  const fields = fieldsIn(payload);
  const { hook_event_name: event, hookName, hook, agent_action_name: action } = fields;
  const names = [event, hookName, hook, action].filter(isText);
  // Copilot CLI names no event: only a call that has run has a result.
  return names.length === 0 ? isObject(fields['toolResult']) : names.some((name) => endings.includes(name));
}

/** The directories that a payload names, the likeliest first; not all are absolute. */
export function directoriesIn(payload: Uint8Array): readonly string[] {
  const fields = fieldsIn(payload);
  const info = isObject(fields['tool_info']) ? fields['tool_info'] : {};
  const { cwd, file_path: path } = info;
  const folder = isText(path) ? path.slice(0, Math.max(path.lastIndexOf('/'), 1)) : undefined;
  const lists = [fields['workspaceRoots'], fields['workspace_roots'], fields['workspacePaths']];
  // Shorter than Array.isArray, in a doorbell of few bytes; a text is no list.
  const roots: readonly unknown[] = lists.map((list) => (isText(list) ? 0 : [list].flat()[0]));
  return [fields['cwd'], cwd, ...roots, folder].filter(isText);
}

function fieldsIn(payload: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parsed(new TextDecoder().decode(payload));
  return isObject(value) ? value : {};
}
