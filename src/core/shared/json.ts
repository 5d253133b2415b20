/** JSON from files that anyone may have written: read by asking, never by believing. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The text as JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, name: string): JsonObject {
  const found = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(found) ? found : {};
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const found = isJsonObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
}

/** The text of a field; a number counts as one; empty when there is none. */
export function textAt(value: unknown, name: string): string {
  const found = isJsonObject(value) ? value[name] : undefined;
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' ? found : '';
}

/** The texts in a list field. */
export function textsAt(value: unknown, name: string): readonly string[] {
  return listAt(value, name).filter((one): one is string => typeof one === 'string' && one !== '');
}
