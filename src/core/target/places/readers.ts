import { listField, textField } from '../fields.js';
import { fileText } from '../files.js';
import { iniAt, jsonAt, parsedFile } from '../memo.js';
import type { ToolInvocation } from '../whereabouts.js';
import { readYaml } from '../yaml.js';

/** A file that is there, and the call that would read it. */
export interface FileAt {
  readonly path: string;
  readonly setting: ToolInvocation;
}

/** The words that a file says; `$NAME` where it refers to a variable. */
export type PlaceReader = (at: FileAt) => readonly string[];

const yamlAt = parsedFile(readYaml);

export function json(...paths: readonly string[]): PlaceReader {
  return ({ path, setting }) => fieldsOf(jsonAt(setting.world, path), paths);
}

export function yaml(...paths: readonly string[]): PlaceReader {
  return ({ path, setting }) => fieldsOf(yamlAt(setting.world, path), paths);
}

/** A key of a section in INI or TOML; the section may be a pattern. */
export function ini(section: string | RegExp, ...keys: readonly string[]): PlaceReader {
  return ({ path, setting }) =>
    [...iniAt(setting.world, path)].flatMap(([name, values]) => {
      const fits = typeof section === 'string' ? name === section : section.test(name);
      return fits ? keys.flatMap((key) => present(values.get(key))) : [];
    });
}

/** What each pattern's first group captures, at most 64 times. Patterns are global and linear. */
export function match(...patterns: readonly RegExp[]): PlaceReader {
  return ({ path, setting }) => {
    const text = fileText(setting.world, path) ?? '';
    return patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].slice(0, 64).flatMap((one) => present(one[1])),
    );
  };
}

/** The whole text of a small file. */
export const whole: PlaceReader = ({ path, setting }) =>
  present((fileText(setting.world, path) ?? '').slice(0, 200).trim());

/** `a.b.c` walks into a document; `*` takes each entry of a list or an object. */
function fieldsOf(document: unknown, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => walk(document, path.split('.')));
}

function walk(value: unknown, [key, ...rest]: readonly string[]): readonly string[] {
  if (key === undefined) return present(textField(value));
  if (key !== '*') {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
    return walk(Reflect.get(value, key), rest);
  }
  const entries = Array.isArray(value)
    ? listField(value)
    : typeof value === 'object' && value !== null
      ? Object.values(value)
      : [];
  return entries.slice(0, 64).flatMap((one) => walk(one, rest));
}

/** A reference to a variable in the usual forms, or the word itself. */
function present(text: string | undefined): readonly string[] {
  if (text === undefined || text.length > 2_048) return [];
  const trimmed = text.trim();
  const fallback = /^\$\{[^},]*,\s*['"]?([\w.-]+)['"]?\s*\}$/.exec(trimmed)?.[1];
  if (fallback !== undefined) return [fallback];
  const name = /^(?:\$\{(?:env:)?|\$|%env\(|<%= ENV\[["']|env\(["']|process\.env\.)([A-Za-z_]\w*)/.exec(
    trimmed,
  )?.[1];
  if (name !== undefined) return [`$${name}`];
  return trimmed === '' || trimmed.includes('${') ? [] : [trimmed];
}
