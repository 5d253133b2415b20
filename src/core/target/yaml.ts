import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { budgets } from '../shared/budgets.js';

/**
 * The one document of a YAML text, every scalar as text; undefined when it does not parse or is too long.
 * Aliases stay shared objects and merge keys are plain keys, so a bomb of aliases costs no memory.
 */
export function readYaml(text: string): unknown {
  if (text.length > budgets.yaml.most) return undefined;
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
