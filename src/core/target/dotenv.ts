import { directoryOf, findUp, textOf } from './files.js';
import { type Setting, variable } from './whereabouts.js';

/** A variable of the environment, else of the `.env` files that tools of a project load, with where it was found. */
export function projectVariable(
  setting: Setting,
  name: string,
): { readonly value: string; readonly source: string; readonly opaque: boolean } | undefined {
  const set = variable(setting, name);
  if (set !== undefined) return { value: set.text, source: name, opaque: set.opaque.length > 0 };
  for (const file of ['.env.local', '.env', 'prisma/.env']) {
    const path = findUp(setting.world, directoryOf(setting), file);
    const value = path === undefined ? undefined : valueIn(textOf(setting.world, path) ?? '', name);
    if (value !== undefined) return { value, source: file, opaque: false };
  }
  return undefined;
}

function valueIn(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const pair = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/s.exec(line);
    if (pair?.[1] === name) return (pair[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
  }
  return undefined;
}
