import type { Value } from '../command/invocation.js';
import { dotenvOf } from '../shared/dotenv-text.js';
import { directoryOf, findUp } from './files.js';
import { parsedFile } from './memo.js';
import { type ToolInvocation, variable } from './whereabouts.js';

/** A variable of the environment, else of the `.env` files that tools of a project load, with where it was found. */
export function projectVariable(
  setting: ToolInvocation,
  name: string,
): { readonly value: string; readonly source: string; readonly opaque: boolean } | undefined {
  const set = variable(setting, name);
  if (set !== undefined) return { value: set.text, source: name, opaque: set.opaque.length > 0 };
  for (const file of ['.env.local', '.env', 'prisma/.env']) {
    const path = findUp(setting.world, directoryOf(setting), file);
    const value = path === undefined ? undefined : settingsAt(setting.world, path)?.get(name);
    if (value !== undefined) return { value, source: file, opaque: false };
  }
  return undefined;
}

/** An address as it stands, or what stands in the variable that `$NAME` tells a client's code to read; undefined where nothing does. */
export function addressGiven(setting: ToolInvocation, value: Value | undefined): Value | undefined {
  const name = /^\$([A-Za-z_]\w*)$/.exec(value?.text ?? '')?.[1];
  if (value === undefined || name === undefined) return value;
  const found = projectVariable(setting, name);
  return found === undefined
    ? undefined
    : { text: found.value, opaque: found.opaque ? ['unset-variable'] : [] };
}

const settingsAt = parsedFile(dotenvOf);
