import { spend } from '../shared/budgets.js';
import type { Files, World } from '../shared/world.js';

/** Reads and parses a file through the world; undefined when it cannot be read. */
export type ParsedFile<T> = (world: World, path: string) => T | undefined;

/**
 * Parses a file once for as long as the same `files` answers with the same text. The adapter caches by modification time,
 * so comparing texts is a comparison of pointers; parsing a large kubeconfig for every command would cost 40 ms.
 */
export function parsedFile<T>(parse: (text: string) => T | undefined): ParsedFile<T> {
  const known = new WeakMap<Files, Map<string, { readonly text: string; readonly value: T | undefined }>>();
  return (world, path) => {
    const read = world.files.read(path);
    if (!read.ok) {
      if (read.code === 'too-large') spend(world, 'file');
      return undefined;
    }
    const byPath = known.get(world.files) ?? new Map();
    known.set(world.files, byPath);
    const before = byPath.get(path);
    if (before !== undefined && before.text === read.text) return before.value;
    const value = parse(read.text.replace(/^\uFEFF/, ''));
    byPath.set(path, { text: read.text, value });
    return value;
  };
}
