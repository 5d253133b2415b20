import * as v from 'valibot';
import { fitsOf } from './decode-quick.js';
import type { Shape } from './shape.js';

/**
 * How a value of whatever version reads. `known`: all of it. `more`: all that this version knows, beside fields that it does
 * not; they stay in `value`. `newer`: a kind or code that this version does not know. `damaged`: what no version writes.
 * `at` is the path of the first member that does not fit; `fields` are those of all members that have one more.
 */
export type Reading<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'more'; readonly value: T; readonly at: string; readonly fields: readonly string[] }
  | { readonly kind: 'newer'; readonly at: string }
  | { readonly kind: 'damaged'; readonly at: string };

/** Reads a value by a schema of closed objects: a field that stands nowhere in it is noticed, never dropped. */
export function readShape<S extends v.GenericSchema>(schema: S, value: unknown): Reading<Shape<S>> {
  if (fitsOf(schema)(value)) return { kind: 'known', value: value as Shape<S> };
  const issues = v.safeParse(schema, value).issues;
  if (issues === undefined) return { kind: 'known', value: value as Shape<S> };
  const worst = issues.find(isDamage) ?? issues.find((issue) => !isMore(issue)) ?? issues[0];
  const at = (worst && v.getDotPath(worst)) ?? '$';
  if (worst === undefined || isDamage(worst)) return { kind: 'damaged', at };
  if (!isMore(worst)) return { kind: 'newer', at };
  const fields = issues.map((issue) => v.getDotPath(issue) ?? '$');
  return { kind: 'more', value: value as Shape<S>, at, fields };
}

type Issue = v.BaseIssue<unknown>;

/** A field that no version before this one wrote. */
function isMore(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

/** A word where this version has a closed list of words, or a higher number where it has one number. */
function isNewer(issue: Issue): boolean {
  switch (issue.type) {
    case 'picklist':
      return typeof issue.input === 'string';
    case 'variant':
      // What is no object at all has an issue of this type too.
      return typeof issue.input === 'string' && issue.expected !== 'Object';
    case 'literal':
      return isLaterLiteral(issue.input, issue.expected);
    case 'union':
      return issue.issues?.some(isNewer) ?? false;
    default:
      return false;
  }
}

function isLaterLiteral(input: unknown, expected: string | null): boolean {
  if (typeof input === 'string') return expected?.startsWith('"') ?? false;
  return Number.isSafeInteger(input) && Number(input) > Number(expected);
}

function isDamage(issue: Issue): boolean {
  return !isMore(issue) && !isNewer(issue);
}
