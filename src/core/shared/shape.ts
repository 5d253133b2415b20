/** What is stored or sent has one schema, beside the noun it describes: the type follows from it, and so does what is read. */
import type * as v from 'valibot';

/** The type that a schema describes, readonly to the last member. */
export type Shape<S extends v.GenericSchema> = Frozen<v.InferOutput<S>>;

type Frozen<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]: Frozen<T[K]> };
