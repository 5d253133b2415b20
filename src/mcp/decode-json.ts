import type { JsonValue } from '../core/toolcall/toolcall.js';

/** JSON text as a value; undefined for what is none. */
export function decodeJson(text: string): { readonly value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    return undefined;
  }
}
