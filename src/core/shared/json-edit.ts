import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

type Path = readonly (string | number)[];

/**
 * Edits of JSON text that leave every other byte alone. The text must have been parsed without errors before; a path
 * that leads nowhere changes nothing.
 */

/** Puts a value behind the members of the list at `path`; what is missing on the way is made. */
export function appendAt(text: string, path: readonly string[], value: object): string {
  const root = parseTree(text);
  if (!root) return text;
  const [nearest, rest] = nearestOf(root, path);
  const missing = rest.slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), [value]);
  const [name] = rest;
  return name === undefined
    ? insert(text, nearest, '', value)
    : insert(text, nearest, `${JSON.stringify(name)}: `, missing);
}

/** Gives the key at `path` a value; what is missing on the way is made. A key that has it already is left alone. */
export function setAt(text: string, path: readonly string[], value: string | number | boolean): string {
  const root = parseTree(text);
  if (!root) return text;
  const found = findNodeAtLocation(root, [...path]);
  if (found?.value === value) return text;
  if (found) return text.slice(0, found.offset) + JSON.stringify(value) + text.slice(endOf(found));
  const [nearest, rest] = nearestOf(root, path);
  const [name = '', ...inner] = rest;
  const missing = inner.reduceRight<unknown>((within, key) => ({ [key]: within }), value);
  return insert(text, nearest, `${JSON.stringify(name)}: `, missing);
}

/** Takes out the member at `path`, with the comma that it had. */
export function removeAt(text: string, path: Path): string {
  const root = parseTree(text);
  const value = root && findNodeAtLocation(root, [...path]);
  const member = value?.parent?.type === 'property' ? value.parent : value;
  const container = member?.parent;
  if (!member || !container) return text;
  const siblings = container.children ?? [];
  const at = siblings.indexOf(member);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  if (after) return text.slice(0, member.offset) + text.slice(after.offset);
  if (before) return text.slice(0, endOf(before)) + text.slice(endOf(member));
  return text.slice(0, container.offset + 1) + text.slice(endOf(container) - 1);
}

/** The deepest node on the way, and the keys that it lacks. */
function nearestOf(root: Node, path: readonly string[]): readonly [Node, readonly string[]] {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node) return [node, path.slice(depth)];
  }
  return [root, path];
}

function insert(text: string, container: Node, key: string, value: unknown): string {
  const unit = unitOf(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const outer = indentAt(text, container.offset);
  const inner = memberIndent(text, container) ?? outer + unit;
  const member = key + JSON.stringify(value, undefined, unit).replaceAll('\n', eol + inner);
  const last = (container.children ?? []).at(-1);
  const end = endOf(container);
  if (!last) {
    const members = `${eol}${inner}${member}${eol}${outer}`;
    return text.slice(0, container.offset + 1) + members + text.slice(end - 1);
  }
  // A container on one line gets its end on a line of its own.
  const tail = text.slice(endOf(last), end - 1);
  const closing = tail.includes('\n') ? tail : `${eol}${outer}`;
  return `${text.slice(0, endOf(last))},${eol}${inner}${member}${closing}${text.slice(end - 1)}`;
}

/** How far the members of a container are indented, when they stand on lines of their own. */
function memberIndent(text: string, container: Node): string | undefined {
  const last = (container.children ?? []).at(-1);
  if (!last) return undefined;
  const before = text.slice(text.lastIndexOf('\n', last.offset) + 1, last.offset);
  return /^[ \t]*$/.test(before) && before !== '' ? before : undefined;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

function endOf(node: Node): number {
  return node.offset + node.length;
}
