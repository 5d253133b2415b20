import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText } from './fields.js';
import { moments } from './moments.js';
import type { AgentId, JsonValue, Payload, ToolCall } from './toolcall.js';

/** What a tool's own table reads out of its input; the rest of a call is the same for every tool. */
export interface ToolReading {
  readonly payload: Payload;
  readonly cwd?: string;
}

/** `server` is the MCP server that the agent names beside the input, when it names one. */
export type ToolReader = (
  tool: string,
  input: Fields,
  cwd: string,
  server: string | undefined,
) => Result<ToolReading, DecodeError>;

const failures = new Set(['PostToolUseFailure', 'postToolUseFailure']);
/** Claude Code's names, Qwen Code's `yolo`, and Droid's degrees of autonomy. */
const unattendedModes = new Set([
  'bypassPermissions',
  'dontAsk',
  'auto',
  'yolo',
  'auto-low',
  'auto-medium',
  'auto-high',
]);

/**
 * The hook fields that Claude Code named first and others took over, snake_case or camelCase. Agents with fields of
 * their own are translated into these before.
 */
export function decodeHookFields(
  agent: AgentId,
  fields: Fields,
  fallbackCwd: string,
  read: ToolReader,
): Result<HookEvent, DecodeError> {
  const name = namedText(fields, 'hook_event_name', 'hookEventName');
  if (name === undefined) return err({ code: 'missing-field', field: 'hook_event_name' });
  const moment = moments.get(name);
  if (moment !== 'before' && moment !== 'after') return ok({ kind: 'other', name });
  const call = decodeCall(agent, fields, fallbackCwd, read);
  if (!call.ok) return call;
  return ok(
    moment === 'before'
      ? { kind: 'before', call: call.value, input: inputOf(fields) ?? {} }
      : { kind: 'after', call: call.value, outcome: failures.has(name) ? 'failed' : 'ran' },
  );
}

function decodeCall(
  agent: AgentId,
  fields: Fields,
  fallbackCwd: string,
  read: ToolReader,
): Result<ToolCall, DecodeError> {
  const tool = namedText(fields, 'tool_name', 'toolName');
  if (!tool) return err({ code: 'missing-field', field: 'tool_name' });
  const input = inputOf(fields);
  if (!input) return err({ code: 'missing-field', field: 'tool_input' });
  const cwd = absolute(namedText(fields, 'cwd')) ?? fallbackCwd;
  const reading = read(tool, input, cwd, serverOf(fields));
  if (!reading.ok) return reading;
  const stated = namedText(input, 'description', 'explanation');
  const subagent = namedText(fields, 'agent_id');
  return ok({
    agent,
    session: namedText(fields, 'session_id', 'sessionId') ?? '',
    ...(subagent ? { subagent: { id: subagent, type: namedText(fields, 'agent_type') ?? '' } } : {}),
    callId: namedText(fields, 'tool_use_id', 'toolUseId') ?? '',
    tool,
    cwd: reading.value.cwd ?? cwd,
    payload: reading.value.payload,
    ...optionsOf(reading.value.payload, input),
    ...(stated ? { stated } : {}),
    ...(unattendedModes.has(namedText(fields, 'permission_mode') ?? '') ? { unattended: true } : {}),
  });
}

function serverOf(fields: Fields): string | undefined {
  return namedText(fieldsOf(fields, 'mcp_server', 'mcp_context') ?? {}, 'name', 'server_name');
}

/** The command stands in the payload; what the agent says about it may differ from one retry to the next. */
const elsewhere = new Set(['command', 'commands', 'description', 'explanation', 'goal']);

function optionsOf(payload: Payload, input: Fields): { readonly options?: JsonValue } {
  if (payload.kind !== 'shell') return {};
  const rest = Object.entries(input).filter(([name]) => !elsewhere.has(name));
  return rest.length === 0 ? {} : { options: Object.fromEntries(rest) };
}

function inputOf(fields: Fields): Fields | undefined {
  return fieldsOf(fields, 'tool_input', 'toolInput');
}

/** Absolute on POSIX or on Windows. */
export function absolute(path: string | undefined): string | undefined {
  return path !== undefined && /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path) ? path : undefined;
}
