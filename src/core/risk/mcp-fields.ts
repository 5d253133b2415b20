import { budgets, type Spending, spend } from '../shared/budgets.js';
import { shellWord } from '../shared/shell-word.js';
import type { JsonValue } from '../toolcall/toolcall.js';

/** A string of the arguments, and the key it stands under, in lower case and without separators. */
export interface Field {
  readonly key: string;
  readonly text: string;
}

/** Every string of the arguments. A list of strings is also one line, as a shell would get it. */
export function argumentTexts(
  value: JsonValue,
  world: Spending,
  key = '',
  depth = 0,
  found: Field[] = [],
): readonly Field[] {
  if (found.length >= budgets.argumentFields.most || depth > budgets.argumentDepth.most) {
    if (typeof value === 'string' || (typeof value === 'object' && value !== null))
      spend(world, depth > budgets.argumentDepth.most ? 'argumentDepth' : 'argumentFields');
    return found;
  }
  const own = key.toLowerCase().replace(/[^a-z]/g, '');
  if (typeof value === 'string') found.push({ key: own, text: value });
  else if (Array.isArray(value)) {
    const words = value.filter((item): item is string => typeof item === 'string');
    if (words.length > 1 && words.length === value.length)
      found.push({ key: own, text: words.map(shellWord).join(' ') });
    for (const item of value) argumentTexts(item, world, key, depth + 1, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) argumentTexts(item, world, name, depth + 1, found);
  }
  return found;
}
