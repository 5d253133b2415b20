import { type Fields, isFields, own } from './fields.js';
import type { JsonValue, ToolCall } from './toolcall.js';

/**
 * Tools whose shell lives on, so that a call's `cd` and `export` hold in the next one of its session. Sources: VS Code
 * driven; Copilot CLI driven; Cursor and Windsurf by their documentation. Tools that are not named start anew each time.
 */
const keeping = new Set([
  'vscode run_in_terminal',
  'cursor Shell',
  'copilot-cli bash',
  'copilot-cli powershell',
]);

/** True when the call runs in its session's own shell. */
export function keepsShell({ agent, tool, payload, options }: ToolCall): boolean {
  return payload.kind === 'shell' && keeping.has(`${agent} ${tool}`) && !isApart(options);
}

/** A command in the background has a terminal of its own. */
function isApart(options: JsonValue | undefined): boolean {
  const fields: Fields = isFields(options) ? options : {};
  return own(fields, 'isBackground') === true || own(fields, 'mode') === 'async';
}
