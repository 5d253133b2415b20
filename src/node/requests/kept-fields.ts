import { isJsonObject, type JsonObject, parseJson } from '../../core/shared/json.js';

/** Fields of a JSON text that stand in no entry of a schema: a newer version put them there, and they stay when this one writes. */
export function keptFields(text: string | undefined, known: object): JsonObject {
  const value = text === undefined ? undefined : parseJson(text);
  const fields = Object.entries(isJsonObject(value) ? value : {});
  return Object.fromEntries(fields.filter(([name]) => !Object.hasOwn(known, name)));
}
