import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/shared/result.js';
import type { JsonValue, McpAnnotations, Payload, ShellName } from '../core/toolcall/toolcall.js';

/** One line of `check --jsonl`, decoded. */
export interface JudgedLine {
  readonly cmd: string;
  readonly payload: Payload;
  readonly tool: string;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What was wrong with a line, and its `cmd` where there was one to echo. */
export interface BadLine {
  readonly cmd: string;
  readonly error: string;
}

interface Defaults {
  readonly cwd: string;
  readonly home: string;
}

type Fields = Readonly<Record<string, unknown>>;

const shells: readonly ShellName[] = ['bash', 'pwsh', 'cmd'];

/** Reads one line. Every mistake is said, none is guessed away. */
export function decodeLine(text: string, defaults: Defaults): Result<JudgedLine, BadLine> {
  const parsed = parse(text);
  if (!parsed.ok) return err({ cmd: '', error: parsed.error });
  const fields = parsed.value;
  const { cmd } = fields;
  if (typeof cmd !== 'string')
    return err({ cmd: '', error: `expected "cmd" to be a string, got ${kindOf(cmd)}` });
  const payload = decodePayload(cmd, fields);
  if (!payload.ok) return err({ cmd, error: payload.error });
  const places = decodePlaces(fields, defaults);
  if (!places.ok) return err({ cmd, error: places.error });
  return ok({ cmd, payload: payload.value, tool: payload.value.kind, ...places.value });
}

function parse(text: string): Result<Fields, string> {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? ok(value) : err(`expected a JSON object, got ${kindOf(value)}`);
  } catch {
    return err('expected one JSON object on the line, got text that is not JSON');
  }
}

function decodePayload(cmd: string, fields: Fields): Result<Payload, string> {
  const tool = fields['tool'] ?? 'shell';
  if (tool === 'shell') return decodeShell(cmd, fields);
  if (tool === 'edit') return decodeEdit(fields);
  if (tool === 'mcp') return decodeMcp(fields);
  return err(`expected "tool" to be shell, edit or mcp, got ${JSON.stringify(tool)}`);
}

function decodeShell(cmd: string, fields: Fields): Result<Payload, string> {
  const given = fields['shell'] ?? 'bash';
  const shell = shells.find((name) => name === given);
  if (shell === undefined)
    return err(`expected "shell" to be bash, pwsh or cmd, got ${JSON.stringify(given)}`);
  return ok({ kind: 'shell', shell, command: cmd });
}

function decodeEdit(fields: Fields): Result<Payload, string> {
  const { path, before = null, after = null } = fields;
  if (typeof path !== 'string' || path === '')
    return err(`expected "path" to name a file, got ${kindOf(path)}`);
  if (!isTextOrNull(before)) return err(`expected "before" to be a string or null, got ${kindOf(before)}`);
  if (!isTextOrNull(after)) return err(`expected "after" to be a string or null, got ${kindOf(after)}`);
  return ok({ kind: 'edit', edits: [{ kind: 'whole', path, before, after }] });
}

function decodeMcp(fields: Fields): Result<Payload, string> {
  const { server, name } = fields;
  const given = fields['arguments'] ?? {};
  if (typeof server !== 'string') return err(`expected "server" to be a string, got ${kindOf(server)}`);
  if (typeof name !== 'string' || name === '')
    return err(`expected "name" to name a tool, got ${kindOf(name)}`);
  if (!isJson(given)) return err(`expected "arguments" to be JSON, got ${kindOf(given)}`);
  const hints = decodeHints(fields['annotations'] ?? {});
  if (!hints.ok) return hints;
  return ok({ kind: 'mcp', server, name, arguments: given, annotations: hints.value });
}

function decodeHints(given: unknown): Result<McpAnnotations, string> {
  if (!isFields(given)) return err(`expected "annotations" to be an object, got ${kindOf(given)}`);
  const { readOnlyHint, destructiveHint } = given;
  if (readOnlyHint !== undefined && typeof readOnlyHint !== 'boolean')
    return err(`expected "annotations.readOnlyHint" to be a boolean, got ${kindOf(readOnlyHint)}`);
  if (destructiveHint !== undefined && typeof destructiveHint !== 'boolean')
    return err(`expected "annotations.destructiveHint" to be a boolean, got ${kindOf(destructiveHint)}`);
  return ok({
    ...(readOnlyHint === undefined ? {} : { readOnlyHint }),
    ...(destructiveHint === undefined ? {} : { destructiveHint }),
  });
}

function decodePlaces(
  fields: Fields,
  defaults: Defaults,
): Result<Pick<JudgedLine, 'cwd' | 'home' | 'env'>, string> {
  const { cwd = defaults.cwd, home = defaults.home, env = {} } = fields;
  if (typeof cwd !== 'string' || cwd === '')
    return err(`expected "cwd" to be a directory, got ${kindOf(cwd)}`);
  if (typeof home !== 'string' || home === '')
    return err(`expected "home" to be a directory, got ${kindOf(home)}`);
  if (!isFields(env)) return err(`expected "env" to be an object of strings, got ${kindOf(env)}`);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'string') return err(`expected "env.${name}" to be a string, got ${kindOf(value)}`);
    variables[name] = value;
  }
  return ok({ cwd: resolve(defaults.cwd, cwd), home: resolve(defaults.cwd, home), env: variables });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** JSON.parse yields nothing else; undefined and functions cannot come from a line. */
function isJson(value: unknown): value is JsonValue {
  return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`.replace('a object', 'an object');
}
