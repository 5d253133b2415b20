import * as v from 'valibot';
import { maybeText, type Shape, text, texts } from '../shared/shape.js';
import { spanShape } from '../shared/span.js';
import { targetShape } from '../target/target.js';

/** What an effect does, from harmless to final. `unknown` is a program in no table: never read-only. */
export const verbs = [
  'read',
  'unknown',
  'create',
  'modify',
  'stop',
  'execute',
  'replace',
  'expose',
  'delete',
  'destroy',
] as const;

export type Verb = (typeof verbs)[number];

/** What a table knows about an effect beyond its verb; each becomes a finding. */
const traits = [
  'recoverable', // tracked and committed, versioned, soft delete: R 0.4 to 0.7
  'scratch', // build output, temporary folder, cache
  'force',
  'privileged', // sudo, admin role
  'protection-off', // a guard of the resource is removed
  'in-part', // a deploy that deletes and re-creates only what it cannot change in place
  'no-filter', // DELETE without WHERE, a selector that takes all
  'recursive',
  'remote-code', // text from a network runs
  'opaque-code',
  'opaque-path',
  'opaque-selector',
  'opaque-program',
  'guard', // touches Countersign's or an agent's own configuration
  'secret', // reads or writes credentials
  'exfiltration',
  'control-plane', // through the API that runs things for their owner
  'redirect', // what is sent later goes elsewhere
  'foreign-code', // installs from a place that no registry stands behind
  'ci', // changes what a pipeline runs
  'infrastructure',
  'rewrites-history',
  'outside-workspace',
  'unsaved', // loses work that was never committed
  'important', // the root, a home, the workspace itself, its history
  'system', // what the machine itself runs on: /etc, boot, devices
  'startup', // will run later by itself: login, boot, schedule, hook of a tool
  'published', // leaves the machine for others: publish, deploy, push
] as const;
export type Trait = (typeof traits)[number];

/** One thing that a call would do. */
export const effectShape = v.strictObject({
  verb: v.picklist(verbs),
  /** What it does it to, kind first: `environment/cost-explorer-prod`, `deployment/web`, `table orders`, a path. */
  resource: text,
  target: targetShape,
  argv: texts,
  via: texts,
  /** Where the program starts, when that is known and is not the call's own directory. */
  cwd: maybeText,
  /** Set when it starts on another machine: the files of this one say nothing about it. */
  elsewhere: v.exactOptional(v.literal(true)),
  /** The parts that could not be resolved, as they stand in the command. */
  opaque: texts,
  /** The words that show it, in the judged text. */
  span: spanShape,
  traits: v.array(v.picklist(traits)),
  /** How many objects it reaches, where that can be known: 1, a number, or uncountable. */
  reach: v.union([v.number(), v.literal('uncountable')]),
  /** A safer command for the same aim (a dry run, a plan, a narrower selector), in words of the tool. */
  safer: maybeText,
});
export type Effect = Shape<typeof effectShape>;
