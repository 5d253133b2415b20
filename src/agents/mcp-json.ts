import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { err, ok, type Result } from '../core/shared/result.js';
import type { TextError } from './config-text.js';
import { gatewayArguments, isBehindGateway, isGateway, type McpServer, unguarded } from './mcp-server.js';
import { lineAt } from './settings-text.js';

/** One replacement in a text. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A server as it stands in the text: its program is a text with arguments beside it, or the first of a list. */
interface Entry {
  readonly name: string;
  readonly form: 'words' | 'list' | 'remote';
  readonly command?: Node;
  readonly args?: Node;
}

/** Where clients keep their servers: most, VS Code's own file, its settings, opencode; Claude Code also by project. */
const places: readonly (readonly string[])[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp'],
  ['projects', '*', 'mcpServers'],
];

export function jsonServers(text: string): Result<readonly McpServer[], TextError> {
  const entries = entriesIn(text);
  return entries.ok ? ok(entries.value.map(serverOf)) : entries;
}

/** The text with the gateway in front of every server that is started as a program; all other bytes as they were. */
export function guardedJson(text: string, launcher: string): Result<string, TextError> {
  const entries = entriesIn(text);
  if (!entries.ok) return entries;
  return ok(
    spliced(
      text,
      entries.value.flatMap((entry) => guard(text, entry, launcher)),
    ),
  );
}

/** The text with every server started by its client again. */
export function unguardedJson(text: string): Result<string, TextError> {
  const entries = entriesIn(text);
  if (!entries.ok) return entries;
  return ok(
    spliced(
      text,
      entries.value.flatMap((entry) => unguard(text, entry)),
    ),
  );
}

function guard(text: string, entry: Entry, launcher: string): readonly Splice[] {
  const { command, args, form, name } = entry;
  if (command === undefined || form === 'remote') return [];
  if (form === 'list') {
    const [first] = command.children ?? [];
    if (first === undefined) return [];
    if (isBehindGateway(textsOf(command))) return [replacement(first, launcher)];
    return [insertion(text, command, [launcher, '--name', name, '--'])];
  }
  if (isGateway(textOf(command)) && args !== undefined) return [replacement(command, launcher)];
  const added = gatewayArguments(name, textOf(command));
  const own = args === undefined ? newArguments(text, command, added) : insertion(text, args, added);
  return [replacement(command, launcher), own];
}

function unguard(text: string, { form, command, args }: Entry): readonly Splice[] {
  if (command === undefined || form === 'remote') return [];
  if (form === 'list') {
    return isBehindGateway(textsOf(command)) ? [removal(text, command, 4)] : [];
  }
  const original = args && unguarded([textOf(command), ...textsOf(args)])?.[0];
  if (original === undefined || args === undefined) return [];
  const ours = newArguments(text, command, gatewayArguments(textsOf(args)[1] ?? '', original));
  const isOurs = text.startsWith(ours.text, ours.from);
  return [
    replacement(command, original),
    isOurs ? { from: ours.from, to: ours.from + ours.text.length, text: '' } : removal(text, args, 4),
  ];
}

function replacement(node: Node, value: string): Splice {
  return { from: node.offset, to: node.offset + node.length, text: JSON.stringify(value) };
}

/** Values before the first of a list, on lines of their own where that one is. */
function insertion(text: string, list: Node, values: readonly string[]): Splice {
  const [first] = list.children ?? [];
  const written = values.map((value) => JSON.stringify(value));
  if (first === undefined) return { from: list.offset + 1, to: list.offset + 1, text: written.join(', ') };
  const between = separator(text, list.offset + 1, first.offset);
  return { from: first.offset, to: first.offset, text: written.map((one) => one + between).join('') };
}

/** A list of arguments behind a program that had none. */
function newArguments(text: string, command: Node, values: readonly string[]): Splice {
  const property = command.parent ?? command;
  const at = property.offset + property.length;
  const before = text.slice(0, property.offset);
  const between = separator(text, before.trimEnd().length, property.offset);
  const list = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  return { from: at, to: at, text: `${between}"args": ${list}` };
}

/** A comma and what stands between two places, where that is a new line. */
function separator(text: string, from: number, to: number): string {
  const between = text.slice(from, to);
  return between.trim() === '' && between.includes('\n') ? `,${between}` : ', ';
}

/** The first `count` values of a list. */
function removal(text: string, list: Node, count: number): Splice {
  const children = list.children ?? [];
  const from = children[0]?.offset ?? list.offset + 1;
  const next = children[count];
  const end = list.offset + list.length - 1;
  const last = children[count - 1];
  const isLast =
    next === undefined && last !== undefined && /^[\s,]*$/.test(text.slice(last.offset + last.length, end));
  return {
    from,
    to: next?.offset ?? (isLast ? end : (last?.offset ?? from) + (last?.length ?? 0)),
    text: '',
  };
}

function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((done, { from, to, text: put }) => done.slice(0, from) + put + done.slice(to), text);
}

function entriesIn(text: string): Result<readonly Entry[], TextError> {
  if (text.trim() === '') return ok([]);
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined || root === undefined)
    return err({ code: 'malformed', line: lineAt(text, first?.offset ?? 0) });
  if (root.type !== 'object') return err({ code: 'not-an-object', line: lineAt(text, root.offset) });
  const groups = places.flatMap((place) => objectsAt(root, place));
  const twice = [root, ...groups, ...groups.flatMap(valuesOf)]
    .map(repeated)
    .find((node) => node !== undefined);
  // Clients read the last of two, and what is written here would stand in the other.
  if (twice !== undefined) return err({ code: 'malformed', line: lineAt(text, twice.offset) });
  return ok(groups.flatMap(propertiesOf).flatMap(([name, value]) => entryOf(name, value)));
}

function objectsAt(node: Node, place: readonly string[]): readonly Node[] {
  const [name, ...rest] = place;
  if (node.type !== 'object') return [];
  if (name === undefined) return [node];
  return propertiesOf(node)
    .filter(([key]) => name === '*' || key === name)
    .flatMap(([, value]) => objectsAt(value, rest));
}

function entryOf(name: string, node: Node): readonly Entry[] {
  const fields = new Map(propertiesOf(node));
  const [command, args] = [fields.get('command'), fields.get('args')];
  if (command?.type === 'string' && (args === undefined || isListOfTexts(args)))
    return [{ name, form: 'words', command, ...(args === undefined ? {} : { args }) }];
  if (command !== undefined && isListOfTexts(command) && textsOf(command).length > 0)
    return [{ name, form: 'list', command }];
  const isRemote = ['url', 'httpUrl', 'serverUrl', 'uri'].some(
    (field) => fields.get(field)?.type === 'string',
  );
  return isRemote ? [{ name, form: 'remote' }] : [];
}

function serverOf({ name, form, command, args }: Entry): McpServer {
  if (form === 'remote' || command === undefined) return { name, state: 'remote' };
  const words = form === 'list' ? textsOf(command) : [textOf(command), ...(args ? textsOf(args) : [])];
  return { name, state: isBehindGateway(words) ? 'guarded' : 'open' };
}

function propertiesOf(node: Node): readonly (readonly [string, Node])[] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key === undefined || value === undefined ? [] : [[textOf(key), value] as const];
  });
}

function valuesOf(node: Node): readonly Node[] {
  return propertiesOf(node).map(([, value]) => value);
}

function repeated(node: Node): Node | undefined {
  const seen = new Set<string>();
  return (node.type === 'object' ? (node.children ?? []) : []).find((property) => {
    const name = property.children?.[0] === undefined ? '' : textOf(property.children[0]);
    const isSecond = seen.has(name);
    seen.add(name);
    return isSecond;
  });
}

function isListOfTexts(node: Node): boolean {
  return node.type === 'array' && (node.children ?? []).every((child) => child.type === 'string');
}

function textsOf(node: Node): readonly string[] {
  return (node.children ?? []).map(textOf);
}

function textOf(node: Node): string {
  const value: unknown = node.value;
  return typeof value === 'string' ? value : '';
}
