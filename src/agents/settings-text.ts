import { parse as parseToml } from 'smol-toml';

/** Reading settings of agents without believing their shape. */

export function valueAt(value: unknown, ...path: readonly string[]): unknown {
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
