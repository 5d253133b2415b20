import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/shared/result.js';
import type { JsonValue, McpAnnotations, Payload, ShellName } from '../core/toolcall/toolcall.js';
import { fieldChoiceText, fieldText, lineNoJsonText, lineNoObjectText } from '../messages/cli/lines.js';

/** One line of `check --jsonl`, decoded. */
export interface JudgedLine {
  readonly cmd: string;
  readonly payload: Payload;
  readonly tool: string;
  /** Also asks what would change. */
  readonly preview: boolean;
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
  if (typeof cmd !== 'string') return err({ cmd: '', error: fieldText('cmd', 'string', cmd) });
  const payload = decodePayload(cmd, fields);
  if (!payload.ok) return err({ cmd, error: payload.error });
  const { preview = false } = fields;
  if (typeof preview !== 'boolean') return err({ cmd, error: fieldText('preview', 'boolean', preview) });
  const places = decodePlaces(fields, defaults);
  if (!places.ok) return err({ cmd, error: places.error });
  return ok({ cmd, payload: payload.value, tool: payload.value.kind, preview, ...places.value });
}

function parse(text: string): Result<Fields, string> {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? ok(value) : err(lineNoObjectText(value));
  } catch {
    return err(lineNoJsonText);
  }
}

function decodePayload(cmd: string, fields: Fields): Result<Payload, string> {
  const tool = fields['tool'] ?? 'shell';
  if (tool === 'shell') return decodeShell(cmd, fields);
  if (tool === 'edit') return decodeEdit(fields);
  if (tool === 'mcp') return decodeMcp(fields);
  return err(fieldChoiceText('tool', tool));
}

function decodeShell(cmd: string, fields: Fields): Result<Payload, string> {
  const given = fields['shell'] ?? 'bash';
  const shell = shells.find((name) => name === given);
  if (shell === undefined) return err(fieldChoiceText('shell', given));
  return ok({ kind: 'shell', shell, command: cmd });
}

function decodeEdit(fields: Fields): Result<Payload, string> {
  const { path, before = null, after = null } = fields;
  if (typeof path !== 'string' || path === '') return err(fieldText('path', 'file', path));
  if (!isTextOrNull(before)) return err(fieldText('before', 'string-or-null', before));
  if (!isTextOrNull(after)) return err(fieldText('after', 'string-or-null', after));
  return ok({ kind: 'edit', edits: [{ kind: 'whole', path, before, after }] });
}

function decodeMcp(fields: Fields): Result<Payload, string> {
  const { server, name } = fields;
  const given = fields['arguments'] ?? {};
  if (typeof server !== 'string') return err(fieldText('server', 'string', server));
  if (typeof name !== 'string' || name === '') return err(fieldText('name', 'tool', name));
  if (!isJson(given)) return err(fieldText('arguments', 'json', given));
  const hints = decodeHints(fields['annotations'] ?? {});
  if (!hints.ok) return hints;
  return ok({ kind: 'mcp', server, name, arguments: given, annotations: hints.value });
}

function decodeHints(given: unknown): Result<McpAnnotations, string> {
  if (!isFields(given)) return err(fieldText('annotations', 'object', given));
  const { readOnlyHint, destructiveHint } = given;
  if (readOnlyHint !== undefined && typeof readOnlyHint !== 'boolean')
    return err(fieldText('annotations.readOnlyHint', 'boolean', readOnlyHint));
  if (destructiveHint !== undefined && typeof destructiveHint !== 'boolean')
    return err(fieldText('annotations.destructiveHint', 'boolean', destructiveHint));
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
  if (typeof cwd !== 'string' || cwd === '') return err(fieldText('cwd', 'directory', cwd));
  if (typeof home !== 'string' || home === '') return err(fieldText('home', 'directory', home));
  if (!isFields(env)) return err(fieldText('env', 'strings', env));
  const variables: [string, string][] = [];
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'string') return err(fieldText(`env.${name}`, 'string', value));
    variables.push([name, value]);
  }
  const places = { cwd: resolve(defaults.cwd, cwd), home: resolve(defaults.cwd, home) };
  return ok({ ...places, env: Object.fromEntries(variables) });
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
