import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, listOf, namedText, own } from './fields.js';
import type { McpAnnotations, ToolCall } from './toolcall.js';

/**
 * What the gateway before an MCP server sends of a `tools/call`, before it passes it on:
 * `{"server": "…", "launch": ["…"], "name": "…", "arguments": {…}, "annotations": {…}, "options": {…}, "client": "…",
 * "session": "…", "call": "…", "cwd": "…"}`; once more with `"outcome": "ran"` or `"failed"` when the server has answered it.
 */
export function decodeMcpGateway(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const server = namedText(fields, 'server');
  if (!server) return err({ code: 'missing-field', field: 'server' });
  const name = namedText(fields, 'name');
  if (!name) return err({ code: 'missing-field', field: 'name' });
  const options = fieldsOf(fields, 'options');
  const client = namedText(fields, 'client');
  const launch = listOf(fields, 'launch').filter((word) => typeof word === 'string');
  const hints = hintsOf(fieldsOf(fields, 'annotations') ?? {});
  const call: ToolCall = {
    agent: 'mcp-gateway',
    session: namedText(fields, 'session') ?? '',
    callId: namedText(fields, 'call') ?? '',
    tool: name,
    cwd: namedText(fields, 'cwd') ?? cwd,
    payload: {
      kind: 'mcp',
      server,
      name,
      arguments: own(fields, 'arguments') ?? {},
      ...(Object.keys(hints).length > 0 ? { annotations: hints } : {}),
      ...(launch.length > 0 ? { launch } : {}),
    },
    ...(options === undefined ? {} : { options }),
    ...(client === undefined ? {} : { client }),
  };
  const outcome = namedText(fields, 'outcome');
  if (outcome === 'ran' || outcome === 'failed') return ok({ kind: 'after', call, outcome });
  return ok({ kind: 'before', call, input: {} });
}

function hintsOf(annotations: Fields): McpAnnotations {
  const { readOnlyHint, destructiveHint } = annotations;
  return {
    ...(typeof readOnlyHint === 'boolean' ? { readOnlyHint } : {}),
    ...(typeof destructiveHint === 'boolean' ? { destructiveHint } : {}),
  };
}
