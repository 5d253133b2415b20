import { FAILSAFE_SCHEMA, load } from 'js-yaml';

/** Longer texts are not parsed: a file that a person keeps is far below, and parsing must stay bounded. */
const longest = 1024 * 1024;

/**
 * The one document of a YAML text, every scalar as text; undefined when it does not parse or is too long.
 * Aliases stay shared objects and merge keys are plain keys, so a bomb of aliases costs no memory.
 */
export function readYaml(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    return load(text, { schema: FAILSAFE_SCHEMA });
  } catch {
    return undefined;
  }
}

/** A JSON text; undefined when it does not parse. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
