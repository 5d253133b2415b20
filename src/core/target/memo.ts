import { OPAQUE_MARK } from '../command/invocation.js';
import { spend } from '../shared/budgets.js';
import type { FileRead, World } from '../shared/world.js';
import { type Ini, readIni } from './ini.js';
import { readJson } from './yaml.js';

/** Reads and parses a file through the world; undefined when it cannot be read. */
export type ParsedFile<T> = (world: World, path: string) => T | undefined;

/**
 * Parses a file once for as long as the world answers with the same reading of it: what was parsed goes when the adapter,
 * which follows each file's own stamp and keeps a bounded number of them, lets go of the reading.
 */
export function parsedFile<T>(parse: (text: string) => T | undefined): ParsedFile<T> {
  const known = new WeakMap<FileRead, { readonly value: T | undefined }>();
  return (world, path) => {
    if (path.includes(OPAQUE_MARK)) return undefined;
    const read = world.files.read(path);
    if (!read.ok) {
      // What is no text to this program may be some to the one that is configured.
      if (read.code === 'too-large' || read.code === 'binary') spend(world, 'file');
      return undefined;
    }
    const before = known.get(read);
    if (before !== undefined) return before.value;
    const value = parse(read.text.replace(/^\uFEFF/, ''));
    known.set(read, { value });
    return value;
  };
}

const parsedIni = parsedFile(readIni);
const nothing: Ini = new Map();

/** An INI file's sections; none where it cannot be read. */
export function iniAt(world: World, path: string): Ini {
  return parsedIni(world, path) ?? nothing;
}

/** A JSON file's value; undefined where it cannot be read or does not parse. */
export const jsonAt = parsedFile(readJson);
