import type { Effect } from '../tool/effect.js';

/** Kinds of things that hold other things: losing one is losing everything inside it. */
const wholes = new Set(
  (
    'account app application bucket catalog cluster container-registry database db-cluster db-instance deployment-stack directory-service ' +
    'disk domain environment filesystem group hosted-zone instance index indices keyspace key-vault namespace organization pool pool-volume ' +
    'project registry repository resource-group schema server-group service-account stack stage storage-account store subscription ' +
    'table team tenant topic user-pool vault volume vpc workspace zone device'
  ).split(' '),
);

/** True when the effect's resource is a place of its own: an environment, a stack, a database, a bucket. */
export function isWhole(effect: Effect): boolean {
  return isWholeNoun(effect.resource.split(/[/ ]/, 1)[0] ?? '');
}

/** The same of a noun alone, in the singular. */
export function isWholeNoun(noun: string): boolean {
  return wholes.has(noun.toLowerCase());
}

/** Deleting, replacing, destroying: what was there is gone. */
export function loses(effect: Effect): boolean {
  return effect.verb === 'delete' || effect.verb === 'replace' || effect.verb === 'destroy';
}

/** Changes something. A program in no table may or may not. */
export function writes(effect: Effect): boolean {
  return effect.verb !== 'read' && effect.verb !== 'unknown';
}
