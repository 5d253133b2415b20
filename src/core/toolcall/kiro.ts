import { ok, type Result } from '../shared/result.js';
import { shellQuoted } from '../shared/shell-word.js';
import type { DecodeError, HookEvent } from './event.js';
import { type Fields, fieldsOf, namedText, own } from './fields.js';
import { decodeHookFields, type ToolReader } from './hook-fields.js';
import { type McpNaming, mcpNamed } from './mcp-name.js';
import { readerOf } from './tool-table.js';
import type { AgentId } from './toolcall.js';

const [atName, plainName] = [mcpNamed('@', '/'), mcpNamed('mcp_', '_')];
const mcp: McpNaming = (tool, server) => atName(tool, server) ?? plainName(tool, server);

const readByTable = readerOf({
  shell: ['execute_bash', 'execute_pwsh', 'execute_cmd', 'shell'],
  edit: ['fs_write', 'str_replace', 'write', 'code'],
  append: ['fs_append'],
  remove: ['delete_file'],
  read: ['fs_read', 'read', 'read_file', 'list_directory', 'glob', 'grep', 'grep_search', 'file_search'],
  fetch: ['web_fetch'],
  mcp,
});

/** `use_aws` calls the AWS CLI: it is judged as that command line. */
const read: ToolReader = (tool, input, cwd, server) => {
  const service = namedText(input, 'service_name');
  const operation = namedText(input, 'operation_name');
  const isAws = (tool === 'use_aws' || tool === 'aws') && service !== undefined && operation !== undefined;
  if (!isAws) return readByTable(tool, input, cwd, server);
  const words = [service, operation, ...parametersOf(input), ...placeOf(input)];
  return ok({ payload: { kind: 'shell', shell: 'bash', command: ['aws', ...words.map(plain)].join(' ') } });
};

function parametersOf(input: Fields): readonly string[] {
  return Object.entries(fieldsOf(input, 'parameters') ?? {}).flatMap(([name, value]) => {
    const option = name.startsWith('--') ? name : `--${kebab(name)}`;
    if (value === '' || value === true) return [option];
    return [option, typeof value === 'string' ? value : JSON.stringify(value)];
  });
}

function placeOf(input: Fields): readonly string[] {
  return [
    ['--region', own(input, 'region')],
    ['--profile', own(input, 'profile_name')],
  ].flatMap(([option, value]) =>
    typeof option === 'string' && typeof value === 'string' ? [option, value] : [],
  );
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function plain(word: string): string {
  return /^[\w.:/=@-]+$/.test(word) ? word : shellQuoted(word);
}

/** Kiro's hook payload, and Amazon Q's, which named its tools before: both from their documentation. */
export function decodeKiro(
  agent: Extract<AgentId, 'kiro' | 'amazon-q'>,
  fields: Fields,
  cwd: string,
): Result<HookEvent, DecodeError> {
  return decodeHookFields(agent, fields, cwd, read);
}
