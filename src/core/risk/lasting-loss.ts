import { isLoopback } from '../target/loopback.js';
import type { Effect } from '../tool/effect.js';
import { singular } from '../tool/nouns.js';
import { isWhole, isWholeNoun, loses } from './whole.js';

/** The least score of such a loss; a policy finds it by that. */
export const lastingLossFloor = 70;

/**
 * True when a whole, or the data that one holds, would be lost for good at a remote place that nothing shows to be harmless.
 * Such a place counts as production. What is made again from elsewhere (a pod, a job, a branch of one's own) stays an ask.
 */
export function isLastingLoss(effect: Effect): boolean {
  if (!loses(effect) || effect.target.environment !== 'unknown') return false;
  if (
    effect.traits.includes('scratch') ||
    effect.traits.includes('in-part') ||
    effect.traits.includes('ci') ||
    isPart(effect)
  )
    return false;
  return isRemote(effect) && (effect.verb === 'destroy' || isWhole(effect) || holdsData(effect));
}

/** What a machine has for itself, unless the program starts on another one. */
const machines = new Set('filesystem host git agent script npm'.split(' '));

/** Without a host, these speak to a socket of this machine. */
const stores = new Set('postgres mysql mongodb redis'.split(' '));

export function isRemote({ elsewhere, target, traits }: Effect): boolean {
  if (elsewhere === true) return true;
  // A file of this machine, unless it is asked for by an address.
  if (target.system === 'sqlite') return target.account !== undefined;
  if (target.system === 'http' && isLoopback(target.name)) return false;
  if (machines.has(target.system)) return false;
  if (stores.has(target.system)) return target.account !== undefined || traits.includes('opaque-selector');
  return true;
}

/** Made again by what stands above it, or one of many: its loss is an ask. */
const parts = new Set(
  (
    'pod job cronjob replicaset container image branch tag artifact cache deployment daemonset service ingress ' +
    'run build task node-pods'
  ).split(' '),
);

const partsIn = new Set('kubernetes docker git'.split(' '));
const forges = new Set(['github', 'gitlab']);

function isPart(effect: Effect): boolean {
  const { system } = effect.target;
  // A forge keeps many things of a repository; only the repository, or more, is a whole.
  if (forges.has(system)) return !isWhole(effect);
  if (!partsIn.has(system)) return false;
  return nounOf(effect)
    .split(',')
    .map(singular)
    .every((noun) => parts.has(noun));
}

/** Data without a whole around it: all that a table holds, a folder tree, the copies to go back to, a store's own name. */
const data = new Set(
  (
    'everything data key secret backup snapshot archive file-system column collection ' +
    'persistentvolumeclaim persistentvolume pvc pv customresourcedefinition statefulset release state plan site server ' +
    'droplet linode machine vm queue stream repo org compartment datacenter model dataset d1 r2 kv mpg pg ' +
    'postgres postgresql mysql mongodb redis rds ec2 kafka elasticsearch opensearch dynamodb kube kubernete service box'
  ).split(' '),
);

/** One of them is a part of a whole; many are its data. */
const members = /^(?:objects?|blobs?|records?|documents?|queue-messages?|storage-blobs?)$/;

const compound =
  /-(?:database|cluster|bucket|volume|namespace|project|stack|environment|zone|table|keyspace|schema|registry|repository|disk|storage|pool|datacenter|backup|snapshot|service|instance|server|key|box)$/;

/** Words that end a whole without naming it: `./t destroy`. */
const final = /^(?:destroy|wipe|nuke|teardown|obliterate)$/;

/** A branch of a database service is a database. */
const branchesHoldData = new Set(['supabase', 'database', 'neon']);

function holdsData(effect: Effect): boolean {
  const { traits, target, argv } = effect;
  if (target.system === 'ssh' || traits.includes('no-filter')) return true;
  if (effect.elsewhere === true && target.system === 'filesystem') return traits.includes('recursive');
  if (target.system === 'http') return nounsOfPath(effect.resource).some(isHolder);
  if (target.system === 'mcp')
    return wordsOf(effect.resource).some((word) => isHolder(word) || isBranchOf(word, target.name));
  if (target.system === 'redis') return effect.reach === 'uncountable';
  const noun = singular(nounOf(effect));
  if (noun === 'object' && target.system === target.name)
    return argv.slice(1, 4).some((word) => final.test(word));
  if (members.test(noun)) return effect.reach === 'uncountable' || nounOf(effect) !== noun;
  if (/^branch/.test(noun)) return branchesHoldData.has(target.system);
  return isHolder(noun) || compound.test(noun);
}

/** `supabase-shop` is a server of supabase. */
function isBranchOf(word: string, server: string): boolean {
  return word === 'branch' && wordsOf(server).some((one) => branchesHoldData.has(one));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => singular(word.toLowerCase()));
}

function isHolder(noun: string): boolean {
  return data.has(noun) || isWholeNoun(noun);
}

function nounOf({ resource }: Effect): string {
  return (resource.split(/[/ ]/, 1)[0] ?? '').toLowerCase();
}

/** What the end of an address names: `https://api.example.com/v2/projects/p1` is a project. */
function nounsOfPath(address: string): readonly string[] {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const segments = path.split('/').filter((segment) => segment !== '');
  // A forge names a repository by its owner and itself.
  const isRepository = /^repo(?:s|sitories)$/.test(segments.at(-3) ?? '');
  return segments.slice(isRepository ? -3 : -2).map((word) => singular(word.toLowerCase()));
}
