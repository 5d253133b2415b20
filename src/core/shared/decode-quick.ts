import * as v from 'valibot';

/** Says yes only to what a schema takes; a no says nothing. */
type Fits = (value: unknown) => boolean;

type Members = Readonly<Record<string, v.GenericSchema>>;

const made = new WeakMap<v.GenericSchema, Fits>();

/**
 * The quick look at a value: the schema read once into plain comparisons. Millions of entries are read, and almost all are
 * what this version writes. What it does not say yes to, and every kind of schema that it does not know, the schema itself decides.
 */
export function fitsOf(schema: v.GenericSchema): Fits {
  const known = made.get(schema);
  if (known) return known;
  const fits = 'pipe' in schema ? pipeFits(schema) : plainFits(schema);
  made.set(schema, fits);
  return fits;
}

function plainFits(schema: v.GenericSchema): Fits {
  switch (schema.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'number':
      return (value) => typeof value === 'number' && !Number.isNaN(value);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal': {
      const { literal } = schema as v.GenericSchema & { readonly literal: unknown };
      return (value) => value === literal;
    }
    case 'picklist': {
      const words = new Set<unknown>((schema as v.GenericSchema & { options: readonly unknown[] }).options);
      return (value) => words.has(value);
    }
    case 'array': {
      const item = fitsOf((schema as v.GenericSchema & { readonly item: v.GenericSchema }).item);
      // A hole in a list is no value, and `every` would step over it.
      return (value) => Array.isArray(value) && ![...value].some((one) => !item(one));
    }
    case 'nullable': {
      const wrapped = fitsOf(wrappedIn(schema));
      return (value) => value === null || wrapped(value);
    }
    case 'strict_object':
      return objectFits((schema as v.GenericSchema & { readonly entries: Members }).entries);
    case 'variant':
      return variantFits(
        schema as v.GenericSchema & { readonly key: string; readonly options: readonly v.GenericSchema[] },
      );
    default:
      return (value) => v.safeParse(schema, value, { abortEarly: true }).success;
  }
}

function pipeFits(schema: v.GenericSchema): Fits {
  const { pipe } = schema as v.GenericSchema & {
    readonly pipe: readonly [v.GenericSchema, ...{ readonly type: string; readonly requirement?: unknown }[]];
  };
  const [base, ...actions] = pipe;
  const first = fitsOf(base);
  const then = actions.map(({ type, requirement }): Fits | undefined => {
    if (type === 'safe_integer') return Number.isSafeInteger;
    if (type === 'min_value' && typeof requirement === 'number')
      return (value) => Number(value) >= requirement;
    if (type === 'regex' && requirement instanceof RegExp) return (value) => requirement.test(String(value));
    return undefined;
  });
  const known = then.filter((one) => one !== undefined);
  if (known.length < then.length) return (value) => v.safeParse(schema, value, { abortEarly: true }).success;
  return (value) => first(value) && known.every((fits) => fits(value));
}

function objectFits(entries: Members): Fits {
  const members = Object.entries(entries).map(([key, schema]) => {
    const isOptional = schema.type === 'exact_optional';
    return { key, isOptional, fits: fitsOf(isOptional ? wrappedIn(schema) : schema) };
  });
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as Readonly<Record<string, unknown>>;
    let found = 0;
    for (const { key, isOptional, fits } of members) {
      const member = object[key];
      if (member === undefined) {
        if (!isOptional || key in object) return false;
      } else {
        if (!fits(member)) return false;
        found += 1;
      }
    }
    for (const _ in object) found -= 1;
    return found === 0;
  };
}

function variantFits(schema: { readonly key: string; readonly options: readonly v.GenericSchema[] }): Fits {
  const { key } = schema;
  const byWord = new Map<unknown, Fits[]>();
  for (const option of schema.options) {
    // One that has no words of its own is left to the schema.
    const fits = fitsOf(option);
    for (const word of wordsOf(option, key)) byWord.set(word, [...(byWord.get(word) ?? []), fits]);
  }
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    (byWord.get((value as Readonly<Record<string, unknown>>)[key])?.some((fits) => fits(value)) ?? false);
}

function wordsOf(option: v.GenericSchema, key: string): readonly unknown[] {
  if (option.type !== 'strict_object') return [];
  const word = (option as v.GenericSchema & { readonly entries: Members }).entries[key];
  if (word?.type === 'literal') return [(word as v.GenericSchema & { readonly literal: unknown }).literal];
  return word?.type === 'picklist' ? (word as v.GenericSchema & { options: readonly unknown[] }).options : [];
}

function wrappedIn(schema: v.GenericSchema): v.GenericSchema {
  return (schema as v.GenericSchema & { readonly wrapped: v.GenericSchema }).wrapped;
}
