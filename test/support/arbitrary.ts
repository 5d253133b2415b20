/** Arbitrary values of a schema, and the same with something that only a newer version knows. */
import * as fc from 'fast-check';
import type * as v from 'valibot';

/** What stands in a schema of `valibot`, as far as ours use it. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly key?: string | Node;
  readonly value?: unknown;
  readonly wrapped?: Node;
  readonly item?: Node;
  readonly items?: readonly Node[];
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly getter?: (input: unknown) => Node;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

export function arbitraryOf<S extends v.GenericSchema>(schema: S): fc.Arbitrary<v.InferOutput<S>> {
  return valuesOf(schema as unknown as Node) as fc.Arbitrary<v.InferOutput<S>>;
}

/** A string that no list of codes holds. */
export const unknownCode = fc.stringMatching(/^zz-[a-z]{1,8}$/);

type Members = Record<string, unknown>;

function valuesOf(node: Node): fc.Arbitrary<unknown> {
  switch (node.type) {
    case 'string':
      return stringsOf(node);
    case 'number':
      return numbersOf(node);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'literal':
      return fc.constant(node.literal);
    case 'picklist':
      return fc.constantFrom(...(node.options ?? []));
    case 'nullable':
    case 'exact_optional':
      return node.type === 'nullable'
        ? fc.option(valuesOf(need(node.wrapped)))
        : valuesOf(need(node.wrapped));
    case 'array':
      return fc.array(valuesOf(need(node.item)), { maxLength: 3, minLength: leastOf(node) });
    case 'tuple':
    case 'strict_tuple':
      return fc.tuple(...(node.items ?? []).map(valuesOf));
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 5 }), valuesOf(need(node.value as Node)), {
        maxKeys: 3,
        noNullPrototype: true,
      });
    case 'lazy':
      // As it comes back from its text, where minus nought is nought.
      return fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text));
    case 'union':
    case 'variant':
      return fc.oneof(...(node.options ?? []).map((option) => valuesOf(option as Node)));
    case 'strict_object':
      return objectsOf(node);
    default:
      throw new Error(`no values known for ${node.type}`);
  }
}

function objectsOf({ entries = {} }: Node): fc.Arbitrary<Members> {
  const names = Object.keys(entries);
  const requiredKeys = names.filter((name) => entries[name]?.type !== 'exact_optional');
  return fc.record(Object.fromEntries(names.map((name) => [name, valuesOf(need(entries[name]))])), {
    requiredKeys,
    noNullPrototype: true,
  });
}

function stringsOf({ pipe = [] }: Node): fc.Arbitrary<string> {
  const form = pipe.find(({ type }) => type === 'regex')?.requirement;
  if (form instanceof RegExp) return fc.stringMatching(form);
  const least = pipe.find(({ type }) => type === 'min_length')?.requirement;
  return fc.string({ unit: 'grapheme', maxLength: 12, minLength: typeof least === 'number' ? least : 0 });
}

function numbersOf({ pipe = [] }: Node): fc.Arbitrary<number> {
  const whole = pipe.some(({ type }) => type === 'integer' || type === 'safe_integer');
  const bound = (name: string, otherwise: number): number => {
    const found = pipe.find(({ type }) => type === name)?.requirement;
    return typeof found === 'number' ? found : otherwise;
  };
  const [min, max] = [bound('min_value', -1_000), bound('max_value', 1e12)];
  // A number has one text, so that minus nought is nought.
  return (
    whole ? fc.integer({ min, max: Math.min(max, 2 ** 31 - 1) }) : fc.double({ min, max, noNaN: true })
  ).map((value) => value + 0);
}

function leastOf({ pipe = [] }: Node): number {
  const found = pipe.find(({ type }) => type === 'min_length')?.requirement;
  return typeof found === 'number' ? found : 0;
}

function need(node: Node | undefined): Node {
  if (node === undefined) throw new Error('a schema without what it wraps');
  return node;
}

/** A place in a value where a newer version may have written something else. */
export interface Change {
  readonly path: readonly (string | number)[];
  /** `field`: an object that can have one more. `code`: a word of a closed list, or what kind of object this is. */
  readonly kind: 'field' | 'code';
}

/** Every place in a value of this schema that a newer version may have changed. */
export function changesOf(schema: v.GenericSchema, value: unknown): readonly Change[] {
  return changesIn(schema as unknown as Node, value, []);
}

function changesIn(node: Node, value: unknown, path: Change['path']): readonly Change[] {
  switch (node.type) {
    case 'picklist':
      return [{ path, kind: 'code' }];
    case 'literal':
      return typeof node.literal === 'string' ? [{ path, kind: 'code' }] : [];
    case 'nullable':
    case 'exact_optional':
      return value === null ? [] : changesIn(need(node.wrapped), value, path);
    case 'array':
      return (value as readonly unknown[]).flatMap((one, index) =>
        changesIn(need(node.item), one, [...path, index]),
      );
    case 'variant': {
      const option = node.options?.find((one) => isOptionFor(one as Node, String(node.key), value));
      return changesIn(need(option as Node | undefined), value, path);
    }
    case 'strict_object':
      return [
        { path, kind: 'field' },
        ...Object.entries(value as Members).flatMap(([name, member]) =>
          changesIn(need(node.entries?.[name]), member, [...path, name]),
        ),
      ];
    default:
      return [];
  }
}

function isOptionFor({ entries }: Node, key: string, value: unknown): boolean {
  const [code, found] = [entries?.[key], (value as Members)[key]];
  return code?.literal === found || (code?.options?.includes(found) ?? false);
}

/** The value with what a newer version put there; the value itself stays as it is. */
export function changed(value: unknown, { path, kind }: Change, word: string): unknown {
  const copy: unknown = structuredClone(value);
  if (path.length === 0) return kind === 'code' ? word : { ...(copy as Members), [word]: { made: 1 } };
  const holder = path.slice(0, kind === 'code' ? -1 : undefined);
  const place = holder.reduce<unknown>((at, key) => (at as Members)[key], copy) as Members;
  if (kind === 'code') place[String(path.at(-1))] = word;
  else place[word] = { made: 1 };
  return copy;
}
