import { err, ok, type Result } from '../shared/result.js';
import { shellQuoted } from '../shared/shell-word.js';
import type { DecodeError } from './event.js';
import { type Fields, isFields, listOf, namedText, own } from './fields.js';
import { absolute, type ToolReader, type ToolReading } from './hook-fields.js';
import type { McpNaming } from './mcp-name.js';
import { readPatch } from './patch.js';
import type { FileEdit, Payload, ShellName } from './toolcall.js';

/** The tools of one agent by what they do. A tool in no list is judged by the shape of its input. */
export interface ToolTable {
  readonly shell?: readonly string[];
  readonly read?: readonly string[];
  readonly edit?: readonly string[];
  /** Tools that add to a file: what it will hold cannot be told from the input. */
  readonly append?: readonly string[];
  readonly patch?: readonly string[];
  readonly remove?: readonly string[];
  readonly fetch?: readonly string[];
  /** Tools of the agent's own that neither touch anything nor are MCP, whatever their name looks like. */
  readonly inner?: readonly string[];
  readonly mcp?: McpNaming;
}

/** How agents spell the same field. */
const commandNames = ['command', 'command_line', 'commandLine', 'cmd', 'script'] as const;
const directoryNames = [
  'cwd',
  'dir_path',
  'directory',
  'workdir',
  'working_directory',
  'workingDirectory',
] as const;
const pathNames = ['file_path', 'filePath', 'path', 'target_file', 'absolute_path', 'notebook_path'] as const;
const listNames = ['paths', 'file_paths', 'include', 'files', 'operations'] as const;
const contentNames = ['content', 'file_content', 'file_text', 'contents', 'text', 'code'] as const;
const allNames = ['replace_all', 'replaceAll', 'allow_multiple', 'change_all'] as const;
const oldNames = ['old_string', 'oldString', 'old_str', 'oldStr', 'oldText'] as const;
const newNames = ['new_string', 'newString', 'new_str', 'newStr', 'newText'] as const;
const patchNames = ['patchText', 'patch', 'input', 'command'] as const;
/** Modes of one editing tool whose result depends on what the file holds. */
const partial = new Set(['insert', 'append']);
const patchStart = /^\s*\*\*\* Begin Patch/;

/** Reads an agent's tools by its table. */
export function readerOf(table: ToolTable): ToolReader {
  return (tool, input, cwd, server) => {
    const isIn = (list: readonly string[] | undefined): boolean => list?.includes(tool) ?? false;
    if (isIn(table.shell)) return shellReading(input, cwd, shellOf(tool));
    if (isIn(table.patch)) return patchReading(input);
    if (isIn(table.edit)) return editReading(input);
    if (isIn(table.append)) return editReading(input, true);
    if (isIn(table.remove)) return removeReading(input);
    if (isIn(table.fetch))
      return ok({ payload: { kind: 'fetch', url: namedText(input, 'url', 'prompt') ?? '' } });
    if (isIn(table.read)) return ok({ payload: readPayload(input, cwd) });
    const named = isIn(table.inner) ? undefined : table.mcp?.(tool, server);
    if (named) return ok({ payload: { kind: 'mcp', ...named, arguments: input } });
    return byShape(input, cwd);
  };
}

/** A tool that no table knows: a command in it would be run, a file's new text would be written. */
function byShape(input: Fields, cwd: string): Result<ToolReading, DecodeError> {
  const path = namedText(input, ...pathNames);
  if (path !== undefined && [...contentNames, ...oldNames, ...newNames].some((name) => name in input)) {
    return editReading(input);
  }
  if (patchNames.some((name) => patchStart.test(namedText(input, name) ?? ''))) return patchReading(input);
  if (namedText(input, ...commandNames, 'chars') !== undefined) return shellReading(input, cwd, 'bash');
  return ok({ payload: { kind: 'other', text: JSON.stringify(input) } });
}

function shellReading(input: Fields, cwd: string, shell: ShellName): Result<ToolReading, DecodeError> {
  // What is typed into a shell that runs already is its `input`.
  const command = namedText(input, ...commandNames, 'input', 'input_text', 'chars');
  if (command === undefined) return missing('command');
  const directory = namedText(input, ...directoryNames);
  const payload: Payload = { kind: 'shell', shell, command };
  return ok(directory ? { payload, cwd: within(cwd, directory) } : { payload });
}

/** Several files at once are read as `cat` would: each of them counts. */
function readPayload(input: Fields, cwd: string): Payload {
  const paths = [namedText(input, ...pathNames), ...listNames.flatMap((name) => pathsIn(input, name))];
  const named = paths.filter((path) => path !== undefined);
  if (named.length <= 1) return { kind: 'read', path: named[0] ?? cwd };
  return { kind: 'shell', shell: 'bash', command: ['cat', '--', ...named.map(shellQuoted)].join(' ') };
}

function pathsIn(input: Fields, list: string): readonly (string | undefined)[] {
  return listOf(input, list).map((one) =>
    isFields(one) ? namedText(one, ...pathNames) : typeof one === 'string' ? one : undefined,
  );
}

function patchReading(input: Fields): Result<ToolReading, DecodeError> {
  const text = namedText(input, ...patchNames);
  return text === undefined ? missing('command') : ok(edits(readPatch(text)));
}

function removeReading(input: Fields): Result<ToolReading, DecodeError> {
  const named = [namedText(input, ...pathNames), ...listNames.flatMap((name) => pathsIn(input, name))];
  const paths = named.filter((path) => path !== undefined);
  return paths.length === 0
    ? missing('path')
    : ok(edits(paths.map((path) => ({ kind: 'delete' as const, path }))));
}

/** One file's edit, in whichever of the usual forms it comes; another form is an opaque write. */
function editReading(input: Fields, isOpaque = false): Result<ToolReading, DecodeError> {
  const path = namedText(input, ...pathNames);
  if (path === undefined) return missing('path');
  const isPartial = isOpaque || partial.has(namedText(input, 'command', 'mode') ?? '');
  return ok(edits([isPartial ? opaqueEdit(path, input) : fileEdit(path, input)]));
}

function fileEdit(path: string, input: Fields): FileEdit {
  const list = listOf(input, 'edits').filter(isFields);
  if (list.length > 0) return { kind: 'replace', path, replacements: list.map(replacement) };
  const old = namedText(input, ...oldNames);
  // An empty old text is how several agents create a file.
  if (old !== undefined && old !== '') return { kind: 'replace', path, replacements: [replacement(input)] };
  const content = namedText(input, ...contentNames) ?? namedText(input, ...newNames);
  if (content !== undefined) return { kind: 'write', path, content };
  return opaqueEdit(path, input);
}

function opaqueEdit(path: string, input: Fields): FileEdit {
  return { kind: 'unreadable', path, text: JSON.stringify(input) };
}

function replacement(input: Fields): { readonly old: string; readonly new: string; readonly all: boolean } {
  const isAll = allNames.some((name) => own(input, name) === true);
  return { old: namedText(input, ...oldNames) ?? '', new: namedText(input, ...newNames) ?? '', all: isAll };
}

function edits(list: readonly FileEdit[]): ToolReading {
  return { payload: { kind: 'edit', edits: list } };
}

function missing(field: string): Result<never, DecodeError> {
  return err({ code: 'missing-field', field: `tool_input.${field}` });
}

function shellOf(tool: string): ShellName {
  return /pwsh|powershell/i.test(tool) ? 'pwsh' : 'bash';
}

/** A directory that may be relative to another one. */
function within(cwd: string, directory: string): string {
  if (absolute(directory) !== undefined) return directory;
  const parts = cwd.split('/');
  for (const part of directory.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || '/';
}
