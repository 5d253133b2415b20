import type { Leaves } from '../../target/leaves.js';
import type { Trait, Verb } from '../effect.js';

/** The dialects that are told apart. `other` is read by keywords alone. */
export type SqlDialect = 'postgres' | 'mysql' | 'sqlite' | 'other';

/** One thing that a statement does. */
export interface SqlAction {
  readonly verb: Verb;
  /** `table`, `database`, `rows of table`, `function` … in singular. */
  readonly noun: string;
  readonly names: readonly string[];
  /** Parts of the table in `names` that are meant, and not all of it. */
  readonly columns?: readonly string[];
  readonly traits: readonly Trait[];
  /** True when it reaches all rows or an unknown number of objects. */
  readonly uncountable?: boolean;
  /** Where the statements behind it go: `USE app`, `\\c app`. */
  readonly switches?: Leaves;
  /** Parts of the statement that are not known. */
  readonly opaque?: readonly string[];
}

export function action(
  verb: Verb,
  noun: string,
  names: readonly string[] = [],
  ...traits: readonly Trait[]
): SqlAction {
  return { verb, noun, names, traits };
}

/** Columns that go, with all that is in them. */
export function dropColumns(table: readonly string[], columns: readonly string[]): SqlAction {
  return { ...action('delete', 'column', table), columns };
}

/** What a table's columns are called beside each other's: `orders.total`. */
export function thingNames({ names, columns = [] }: SqlAction): readonly string[] {
  return columns.length === 0 ? names : columns.map((column) => [...names, column].join('.'));
}

/** Text that cannot be read as statements: it may do anything. */
export function opaqueAction(text: string): SqlAction {
  return {
    verb: 'execute',
    noun: 'statement',
    names: [],
    traits: ['opaque-code'],
    opaque: [text.slice(0, 200)],
  };
}

/** A statement after which others go elsewhere. */
export function switchAction(switches: Leaves): SqlAction {
  return { ...action('read', 'statement'), switches };
}
