import * as v from 'valibot';
import { countShape, type Shape, text, textOrNull, texts } from '../shared/shape.js';

/** What becomes of a thing. `replaced` is deleted and created again; it counts as both. */
const signs = ['replaced', 'deleted', 'stopped', 'changed', 'created'] as const;
export type Sign = (typeof signs)[number];

/** What is known of a thing beside its name. `messages/` words each. */
const factNames = [
  'author', // of a commit
  'subject', // of a commit, of a stash
  'bytes',
  'size', // as its manifest writes it
  'added', // lines
  'removed', // lines
  'cause', // why a plan replaces it: the argument that cannot be changed in place
  'from', // a number or word before
  'to', // and after
  'policy', // what its template or claim says becomes of it: Delete, Retain, Snapshot
  'type', // of a column, of a resource
  'version',
  'access', // public, restricted
  'tag',
  'by', // what takes it along: a cascade, a namespace, a stack
  'in', // the file that says so
  'undeclared', // in the state, and no longer in the configuration
  'at-most', // rows
  'at-least', // things, where not all were counted
  'arguments', // that become others
  'attributes', // as a state has them
  'tags',
  'address', // in Terraform's state
  'image', // of a container
  'mounted', // service and path of a volume
  'except', // what a copy leaves: all that this has too
  'where', // the condition of a statement
  'secret', // what should not be among it
  'rows', // of a table, counted
  'rows-about', // the same as the server guesses
  'remade', // the maker of a pod, which stays
  'unserved', // a service without a pod
  'filled', // rows in which a column holds something
  'sample', // a row as it looks, without its values
] as const;

const factShape = v.strictObject({ is: v.picklist(factNames), text });
export type ItemFact = Shape<typeof factShape>;

/**
 * `data-lost` when deleting it loses data that re-creating does not bring back; `untracked` and `uncommitted` are on this
 * disk alone; `empty` when what is created starts without the data of what it replaces.
 */
const consequenceShape = v.picklist([
  'data-lost',
  'untracked',
  'uncommitted',
  'committed',
  'recoverable',
  'empty',
]);

const changeItem = v.variant('kind', [
  v.strictObject({
    kind: v.literal('file'),
    path: text,
    before: textOrNull,
    after: textOrNull,
    /** What becomes of the text that stands there now. */
    consequence: v.exactOptional(consequenceShape),
  }),
  v.strictObject({
    kind: v.literal('object'),
    sign: v.picklist(signs),
    /** What it is, in the tool's noun: `load balancer`, `instances`, `directory`. */
    noun: text,
    /** What people call it; `new` for what is created and has no name yet; empty for further ones of a long list. */
    name: text,
    /** How many, when more than one. Known, never guessed. */
    count: v.exactOptional(v.number()),
    /** Set where nobody knows how many: it stands in no count. */
    uncounted: v.exactOptional(v.literal(true)),
    consequence: v.exactOptional(consequenceShape),
    about: v.exactOptional(v.array(factShape)),
  }),
]);
export type ChangeItem = Shape<typeof changeItem>;

/** What nobody could see. Each is a line of its own, and stands first. */
const unknownCodes = [
  'more-effects', // effects beyond the limit
  'too-large', // of: a path, a plan
  'unreadable', // of: a path
  'written', // of: the path that is written to
  'computed', // of: a path of which a part is known only when it runs
  'chosen', // of: the folder in which the program chooses
  'code', // of: the program
  'not-looked-up', // of: a thing that lies elsewhere
  'contents', // of: a namespace, stack or account
  'contents-else', // of: the same, of which some was shown
  'volume', // of: a claim whose volume was not shown
  'snapshots', // of: a database
  'versions', // of: a bucket
  'policies', // of: a stack whose template was not shown
  'coupled', // of: an environment that a database may go with
  'dependents', // of: a thing
  'rows', // of: a table
  'no-plan', // of: the folder of the configuration
  'since-fetch', // of: a remote branch
  'history', // of: a commit that is not on this disk
  'no-template', // of: a stack, or a template without an earlier one
  'deployed', // of: the template that may not be what is deployed
  'synthesised', // of: what was made of code some time ago
  'which', // of: a file that may speak of something else
  'newer-form', // of: a file in a format of a newer version
  'absent', // of: a thing that is not there
  'uncounted', // of: a folder, when the time for counting was up
  'uncompared', // of: files of how many, when the time for comparing was up
  'unweighed', // of: a folder of which it was to be said what git has, when the time was up
] as const;

const unknownShape = v.strictObject({ what: v.picklist(unknownCodes), of: text });
export type UnknownPart = Shape<typeof unknownShape>;

/** What would bring back what is lost. */
const undoShape = v.strictObject({
  way: v.picklist(['reflog', 'commit', 'remote', 'snapshot', 'object', 'volume', 'versions']),
  name: text,
});
export type Undo = Shape<typeof undoShape>;

/** When a place was looked at on a person's word, and who answered there. */
const lookedShape = v.strictObject({
  /** Unix milliseconds. */
  at: countShape,
  place: text,
  /** "PostgreSQL 15.18". */
  server: text,
  role: v.exactOptional(v.picklist(['primary', 'standby'])),
  /** What was found there that says production: of which system, and in which words. */
  production: v.exactOptional(v.strictObject({ system: text, tags: texts })),
});
export type SeenThere = Shape<typeof lookedShape>;

/** What a call would change, as a view-model. Text in it is data. */
export const changeShape = v.strictObject({
  /** In the order to show: deletions before creations. Empty when nothing can be shown. */
  items: v.array(changeItem),
  /** Where it was read: `terraform.tfstate`, `disk`, the tool's table. Empty when there is no preview. */
  sources: texts,
  /** Of older versions, which had no list of what is not known. */
  gap: v.exactOptional(v.picklist(['not-previewable', 'too-large', 'unreadable', 'opaque'])),
  unknown: v.exactOptional(v.array(unknownShape)),
  undo: v.exactOptional(v.array(undoShape)),
  looked: v.exactOptional(v.array(lookedShape)),
});
export type Change = Shape<typeof changeShape>;

const lostBy: ReadonlySet<string | undefined> = new Set(['data-lost', 'untracked', 'uncommitted']);

/** True for what nothing that is known of would bring back. */
export function isLost(item: ChangeItem): boolean {
  return lostBy.has(item.consequence);
}

/** True for what is not there afterwards, as it was. */
export function isGone(item: ChangeItem): boolean {
  const sign = signOf(item);
  return sign === 'deleted' || sign === 'replaced';
}

/** What becomes of an item. */
export function signOf(item: ChangeItem): Sign {
  if (item.kind === 'object') return item.sign;
  if (item.after === null) return 'deleted';
  return item.before === null ? 'created' : 'changed';
}

/** How many things an item stands for; 0 where nobody knows. */
export function howMany(item: ChangeItem): number {
  if (item.kind === 'file') return 1;
  return item.uncounted ? 0 : (item.count ?? 1);
}

/** How many at least of a thing that is not wholly counted. */
export function leastOf(item: ChangeItem): number {
  const fact = item.kind === 'object' ? item.about?.find(({ is }) => is === 'at-least') : undefined;
  return Number.parseInt(fact?.text ?? '0', 10) || 0;
}

export interface Counts {
  readonly deleted: number;
  readonly stopped: number;
  readonly changed: number;
  readonly created: number;
}

/** How many things, by what becomes of them. */
export function countsOf(items: readonly ChangeItem[]): Counts {
  const of = (...wanted: readonly Sign[]): number =>
    items.filter((item) => wanted.includes(signOf(item))).reduce((sum, item) => sum + howMany(item), 0);
  return {
    deleted: of('deleted', 'replaced'),
    stopped: of('stopped'),
    changed: of('changed'),
    created: of('created', 'replaced'),
  };
}

/** The order in which signs are shown: what is lost before what is made. */
export const signOrder: readonly Sign[] = signs;
