import { type Fields, isFields, own } from './fields.js';
import type { JsonValue, ToolCall } from './toolcall.js';

/**
 * Tools whose shell lives on, so that a call's `cd` and `export` hold in the next one of its session. VS Code was driven;
 * Cursor, Windsurf and Cline's extension by their documentation. Driven and found to start anew each time: Codex, Gemini
 * CLI, Copilot CLI, opencode, Cline's command line, and Claude Code, which keeps its directory and names it in each call.
 */
const keeping = new Set([
  'vscode run_in_terminal',
  'cursor Shell',
  'windsurf run_command',
  'cline execute_command',
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
