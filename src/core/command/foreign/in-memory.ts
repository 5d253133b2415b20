import type { Given, Known, LeadingCall, ResolvedProgram } from './known.js';

/** A library of databases of which each connection is made by these calls, and when such a connection leads to nothing but memory. */
interface Family {
  readonly root: RegExp;
  readonly connects: (name: string, steps: number) => boolean;
  readonly inMemory: (name: string, given: Given) => boolean;
  /** Without a connection nothing is reached. */
  readonly needsNone?: true;
  /** Without a connection its statements are only printed: by these methods. */
  readonly prints?: RegExp;
}

const withoutConnection = { client: 0, useNullAsDefault: 0, debug: 0 } as const;

const families: readonly Family[] = [
  {
    root: /^sqlalchemy(?:\.(?:orm|pool|sql|types|schema|dialects(?:\.\w+)?|ext\.declarative))?$/,
    connects: (name) => /engine|connect$|create_pool/.test(name) && name !== 'dispose',
    inMemory: (name, given) =>
      name === 'create_engine' &&
      /^sqlite(?:\+pysqlite)?:(?:\/\/|\/\/\/:memory:)$/.test(textAt(given, 0)) &&
      holdsOnly(given.named, { echo: 0, future: 0, poolclass: 0, connect_args: { check_same_thread: 0 } }),
    needsNone: true,
  },
  {
    root: /^peewee$/,
    connects: (name) => /Database$|^connect$|^Proxy$/.test(name),
    inMemory: (name, given) =>
      name === 'connect' ||
      (name === 'SqliteDatabase' && textAt(given, 0) === ':memory:' && given.named.size === 0),
  },
  {
    root: /^sequelize$/,
    connects: (name, steps) => name === 'Sequelize' || (steps === 0 && name === ''),
    inMemory: (_name, given) =>
      textAt(given, 0) === 'sqlite::memory:'
        ? given.args.length === 1 || fits(given.args[1], { logging: 0, benchmark: 0, define: 0 })
        : given.args.length === 1 &&
          fits(given.args[0], { dialect: 'sqlite', storage: ':memory:', logging: 0 }, 2),
  },
  {
    root: /^knex$/,
    connects: (name, steps) => steps === 0 || name === 'knex',
    prints: /^(?:toSQL|toString|toQuery|toNative)$/,
    inMemory: (_name, { args: [first] }) =>
      fits(first, withoutConnection) ||
      fits(first, { client: 'sqlite3', useNullAsDefault: 0, connection: ':memory:' }, 2) ||
      fits(
        first,
        { client: 'better-sqlite3', useNullAsDefault: 0, connection: { filename: ':memory:' } },
        2,
      ) ||
      fits(first, { client: 'sqlite3', useNullAsDefault: 0, connection: { filename: ':memory:' } }, 2),
  },
];

/** What else such a program may load: nothing of it brings a connection along. */
const harmless =
  /^(?:os|datetime|time|json|typing|decimal|enum|uuid|random|math|re|dataclasses|collections|itertools|functools|logging|pprint|textwrap|string|__future__|pathlib|contextlib|abc|(?:node:)?(?:fs|path|util|assert|os|crypto|test))$/;

/** True for a call of a library all of whose connections are in memory, in a program that loads nothing else that has any. */
export function isInMemory({ thing, given: own }: LeadingCall, { calls, modules }: ResolvedProgram): boolean {
  const family = families.find(({ root }) => root.test(thing.root));
  if (family === undefined) return false;
  if (!modules.every((one) => family.root.test(one) || harmless.test(one))) return false;
  const made = calls.flatMap(({ thing: { root, steps }, given }) => {
    const name = steps.at(-1)?.name ?? '';
    return family.root.test(root) && family.connects(name, steps.length) ? [{ name, given }] : [];
  });
  const isUnconnected =
    family.prints !== undefined && made.some(({ given }) => fits(given.args[0], withoutConnection));
  if (isUnconnected && !calls.some((one) => isPrinting(one, own, family.prints))) return false;
  return (
    (made.length > 0 || family.needsNone === true) &&
    made.every(({ name, given }) => family.inMemory(name, given))
  );
}

/** `q.toString()`, of what the call gave. */
function isPrinting({ thing: { steps } }: LeadingCall, given: Given, prints: RegExp | undefined): boolean {
  return prints?.test(steps.at(-1)?.name ?? '') === true && steps.some(({ called }) => called === given);
}

type Form = { readonly [key: string]: string | 0 | Form };

/** True for a record with these members and no others: 0 for any value, a text for this one. So many of them have to be there. */
function fits(value: Known | undefined, form: Form, least = 0): boolean {
  return value?.kind === 'record' && holdsOnly(value.entries, form) && value.entries.size >= least;
}

function holdsOnly(entries: ReadonlyMap<string, Known>, form: Form): boolean {
  return [...entries].every(([name, value]) => {
    const wanted = Object.hasOwn(form, name) ? form[name] : undefined;
    if (wanted === 0) return true;
    if (typeof wanted === 'string') return value.kind === 'text' && value.text === wanted;
    return wanted !== undefined && fits(value, wanted);
  });
}

function textAt({ args }: Given, at: number): string {
  const value = args[at];
  return value?.kind === 'text' ? value.text : '';
}
