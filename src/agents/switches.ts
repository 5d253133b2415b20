import { parse as parseToml } from 'smol-toml';

/** True when an agent's settings tell it to leave hooks out, in any of the spellings that agents have for it. */
export function switchesHooksOff(path: string, text: string): boolean {
  const settings = path.endsWith('.toml') ? tomlIn(text) : jsonIn(text);
  return (
    valueAt(settings, 'disableAllHooks') === true ||
    valueAt(settings, 'hooksDisabled') === true ||
    valueAt(settings, 'hooksConfig', 'enabled') === false ||
    valueAt(settings, 'features', 'hooks') === false ||
    namesUs(valueAt(settings, 'hooksConfig', 'disabled'))
  );
}

/** The name by which one hook can be switched off, where an agent gives hooks names. */
export const hookName = 'countersign';

function namesUs(list: unknown): boolean {
  return Array.isArray(list) && list.includes(hookName);
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
    value,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tomlIn(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}
