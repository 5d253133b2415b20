import { err, ok, type Result } from '../shared/result.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, own, textOf } from './fields.js';
import type { McpAnnotations, ToolCall } from './toolcall.js';

/**
 * What the gateway before an MCP server sends of a `tools/call`, before it passes it on:
 * `{"server": "…", "name": "…", "arguments": {…}, "annotations": {…}, "session": "…", "call": "…", "cwd": "…"}`.
 */
export function decodeMcpGateway(fields: Fields, cwd: string): Result<HookEvent, DecodeError> {
  const server = textOf(fields, 'server');
  if (!server) return err({ code: 'missing-field', field: 'server' });
  const name = textOf(fields, 'name');
  if (!name) return err({ code: 'missing-field', field: 'name' });
  const hints = hintsOf(fieldsOf(fields, 'annotations') ?? {});
  const call: ToolCall = {
    agent: 'mcp-gateway',
    session: textOf(fields, 'session') ?? '',
    callId: textOf(fields, 'call') ?? '',
    tool: name,
    cwd: textOf(fields, 'cwd') ?? cwd,
    payload: {
      kind: 'mcp',
      server,
      name,
      arguments: own(fields, 'arguments') ?? {},
      ...(Object.keys(hints).length > 0 ? { annotations: hints } : {}),
    },
  };
  return ok({ kind: 'before', call, input: {} });
}

function hintsOf(annotations: Fields): McpAnnotations {
  const { readOnlyHint, destructiveHint } = annotations;
  return {
    ...(typeof readOnlyHint === 'boolean' ? { readOnlyHint } : {}),
    ...(typeof destructiveHint === 'boolean' ? { destructiveHint } : {}),
  };
}
