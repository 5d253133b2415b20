/** What is stored or sent has one schema, beside the noun it describes: the type follows from it, and so does what is read. */
import * as v from 'valibot';
import type { JsonValue } from './json-value.js';

/** The type that a schema describes, readonly to the last member. */
export type Shape<S extends v.GenericSchema> = Frozen<v.InferOutput<S>>;

/** JSON is readonly as it stands. */
type Frozen<T> = [JsonValue] extends [T] ? T : FrozenPart<T>;
type FrozenPart<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]: Frozen<T[K]> };

export const text = v.string();
export const texts = v.array(text);
export const textOrNull = v.nullable(text);
export const maybeText = v.exactOptional(text);
/** A whole number from 0. */
export const countShape = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** SHA-256, hex. */
export const hexDigest = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));
