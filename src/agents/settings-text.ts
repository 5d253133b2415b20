import type { Node } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';

/** Reading settings of agents without believing their shape. */

export function settingAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
    value,
  );
}

/** Undefined for what is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined for what is no TOML. */
export function tomlIn(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

/** The value at a path of JSON; of a key that stands twice, the last one, as agents read it. */
export function nodeAt(root: Node, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((at, name) => {
    const found = (at?.children ?? []).findLast(
      (property) => property.type === 'property' && property.children?.[0]?.value === name,
    );
    return found?.children?.[1];
  }, root);
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const mostLines = 5_000;

/** The line, from 1, that gives the key at `path` this value: the first with which the text so far says so. */
export function tomlLine(text: string, path: readonly string[], value: unknown): number | undefined {
  if (settingAt(tomlIn(text), ...path) !== value) return undefined;
  const lines = text.split('\n').slice(0, mostLines);
  const key = path.at(-1) ?? '';
  const at = lines.findIndex(
    (line, index) =>
      line.includes(key) && settingAt(tomlIn(lines.slice(0, index + 1).join('\n')), ...path) === value,
  );
  return Math.max(at, 0) + 1;
}

/** One text for equal settings, whatever the order of their keys. */
export function stableText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner === 'bigint') return String(inner);
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner) || inner instanceof Date)
        return inner;
      return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
    }) ?? ''
  );
}
