import { assertNever } from '../shared/assert-never.js';
import { isWellFormed } from '../shared/canonical.js';
import { err, ok, type Result } from '../shared/result.js';
import { decodeAntigravity } from './antigravity.js';
import { decodeAuggie } from './auggie.js';
import { decodeClaude } from './claude-code.js';
import { decodeCline } from './cline.js';
import { decodeCodex } from './codex.js';
import { decodeCopilot, isCopilotForm, isCopilotPascal } from './copilot-cli.js';
import { decodeCursor } from './cursor.js';
import { decodeDroid } from './droid.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, isFields, namedText } from './fields.js';
import { decodeGemini } from './gemini-cli.js';
import { decodeGrok } from './grok-build.js';
import { decodeKimi } from './kimi-code.js';
import { decodeKiro } from './kiro.js';
import { decodeMcpGateway } from './mcp-gateway.js';
import { moments } from './moments.js';
import { decodeOpencode } from './opencode.js';
import { decodeQwen } from './qwen-code.js';
import { decodeTerminal } from './terminal.js';
import type { CallerId, JsonValue } from './toolcall.js';
import { decodeVscode, isVscodeTool } from './vscode.js';
import { decodeWindsurf } from './windsurf.js';

/**
 * An agent's hook payload as one event. `payload` is the bytes from the hook's standard input, or their text. `named` is the
 * event that the installed command is for: an agent that spells its events anew must not switch the gate off unseen. `cwd` stands in where the payload names no directory. A call is decoded by what its payload speaks, not by which
 * hook carried it: VS Code also runs the hooks of Claude Code's files and of Copilot CLI's, and all must name the same call.
 */
export function decodeEvent(
  agent: CallerId,
  payload: Uint8Array | string,
  cwd: string,
  named?: string,
): Result<HookEvent, DecodeError> {
  const event = read(agent, payload, cwd);
  if (!event.ok) return event;
  const { kind } = event.value;
  if (kind === 'other' && moments.get(event.value.name) !== 'beside')
    return err({ code: 'unknown-event', field: event.value.name });
  if (named === undefined) return event;
  const expected = moments.get(named);
  if (expected === undefined) return err({ code: 'unknown-event', field: named });
  const isExpected = expected === (kind === 'other' ? 'beside' : kind);
  // What comes before a call is judged, whatever the command is for.
  return isExpected || kind === 'before' ? event : err({ code: 'other-event', field: named });
}

function read(agent: CallerId, payload: Uint8Array | string, cwd: string): Result<HookEvent, DecodeError> {
  const parsed = parse(payload);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  if (!isFields(fields)) return err({ code: 'not-an-object', field: '' });
  switch (agent) {
    case 'claude-code':
    case 'vscode':
    case 'copilot-cli':
      return decodeShared(agent, fields, cwd);
    case 'codex':
      return decodeCodex(fields, cwd);
    case 'gemini-cli':
      return decodeGemini(fields, cwd);
    case 'opencode':
    case 'kilo':
    case 'pi':
      return decodeOpencode(agent, fields, cwd);
    case 'cline':
      return decodeCline(fields, cwd);
    case 'cursor':
      return decodeCursor(fields, cwd);
    case 'windsurf':
      return decodeWindsurf(fields, cwd);
    case 'kiro':
    case 'amazon-q':
      return decodeKiro(agent, fields, cwd);
    case 'droid':
      return decodeDroid(fields, cwd);
    case 'qwen-code':
      return decodeQwen(fields, cwd);
    case 'auggie':
      return decodeAuggie(fields, cwd);
    case 'grok-build':
      return decodeGrok(fields, cwd);
    case 'kimi-code':
      return decodeKimi(fields, cwd);
    case 'antigravity':
      return decodeAntigravity(fields, cwd);
    case 'terminal':
      return decodeTerminal(fields, cwd);
    case 'mcp-gateway':
      return decodeMcpGateway(fields, cwd);
    default:
      return assertNever(agent);
  }
}

/** Each of these three also runs hooks from the files of another one. */
function decodeShared(
  agent: 'claude-code' | 'vscode' | 'copilot-cli',
  fields: Fields,
  cwd: string,
): Result<HookEvent, DecodeError> {
  if (isCopilotForm(fields)) return decodeCopilot(fields, cwd);
  if (agent === 'copilot-cli' && namedText(fields, 'hook_event_name', 'hookEventName') === undefined)
    return decodeCopilot(fields, cwd);
  if (isVscodeTool(fields)) return decodeVscode(fields, cwd);
  return isCopilotPascal(fields) ? decodeCopilot(fields, cwd) : decodeClaude(fields, cwd);
}

function parse(payload: Uint8Array | string): Result<JsonValue, DecodeError> {
  const text = typeof payload === 'string' ? payload : utf8(payload);
  if (text === undefined) return err({ code: 'not-utf8', field: '' });
  try {
    const value = JSON.parse(text) as JsonValue;
    // A lone surrogate, also one written as \ud800, has no bytes that could be hashed and shown alike.
    const escaped = text.includes('\\u') ? JSON.stringify(value) : text;
    return isWellFormed(unescaped(escaped)) ? ok(value) : err({ code: 'ill-formed-text', field: '' });
  } catch {
    return err({ code: 'not-json', field: '' });
  }
}

/** JSON.stringify writes a lone surrogate as an escape of its own; every other \uXXXX it writes is a control character. */
function unescaped(text: string): string {
  return text.replace(/\\\\/g, '').replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\uD800');
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
