import type { JsonValue } from './toolcall.js';

/** A JSON object as it came in. */
export type Fields = { readonly [key: string]: JsonValue };

export function isFields(value: JsonValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of `names` that holds a string; agents spell the same field in camelCase and snake_case. */
export function namedText(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = own(fields, name);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

export function fieldsOf(fields: Fields, ...names: readonly string[]): Fields | undefined {
  for (const name of names) {
    const value = own(fields, name);
    if (isFields(value)) return value;
  }
  return undefined;
}

export function listOf(fields: Fields, name: string): readonly JsonValue[] {
  const value = own(fields, name);
  return Array.isArray(value) ? value : [];
}

/** A field of the object itself: names such as `constructor` come from payloads too. */
export function own(fields: Fields, name: string): JsonValue | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
