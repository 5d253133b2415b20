import { personsWord, teamsWord } from '../../target/said-place.js';
import type { Effect, Trait } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import { isLastingLoss, isRemote, lastingLossFloor } from '../lasting-loss.js';
import { isWhole, loses, writes } from '../whole.js';

interface FloorRule {
  readonly id: string;
  readonly floor: number;
  readonly when: (effect: Effect) => boolean;
}

const addressed = new Set(
  'http kafka rabbitmq nats service vault consul nomad object-storage backup mcp'.split(' '),
);

/** F: the least that a score may be, whatever the terms say. */
const rules: readonly FloorRule[] = [
  {
    id: 'production-destroy',
    floor: 95,
    when: (effect) =>
      inProduction(effect) && (effect.verb === 'destroy' || (loses(effect) && isWhole(effect))),
  },
  { id: 'guard-change', floor: 85, when: (effect) => has(effect, 'guard') && effect.verb !== 'read' },
  { id: 'production-delete', floor: 80, when: (effect) => inProduction(effect) && loses(effect) },
  { id: 'remote-code', floor: 75, when: (effect) => has(effect, 'remote-code') },
  { id: 'production-write', floor: 70, when: (effect) => inProduction(effect) && writes(effect) },
  { id: 'unknown-loss', floor: lastingLossFloor, when: isLastingLoss },
  { id: 'public-release', floor: lastingLossFloor, when: isPublicRelease },
  { id: 'exfiltration', floor: 70, when: (effect) => has(effect, 'exfiltration') },
  {
    id: 'important-destroy',
    floor: 85,
    when: (effect) => has(effect, 'important') && effect.verb === 'destroy',
  },
  { id: 'important-delete', floor: 60, when: (effect) => has(effect, 'important') && loses(effect) },
  { id: 'important-change', floor: 60, when: isWideChange },
  {
    id: 'destroy',
    floor: 45,
    when: (effect) => effect.verb === 'destroy' && !has(effect, 'scratch') && !isTrialStore(effect),
  },
  { id: 'exposure', floor: 60, when: (effect) => effect.verb === 'expose' && !isHarmless(effect) },
  { id: 'protection-removed', floor: 60, when: (effect) => has(effect, 'protection-off') && writes(effect) },
  { id: 'system-delete', floor: 75, when: (effect) => has(effect, 'system') && loses(effect) },
  { id: 'system-change', floor: 60, when: (effect) => has(effect, 'system') && writes(effect) },
  { id: 'outside-delete', floor: 60, when: isOutsideDelete },
  { id: 'unclassified-delete', floor: 60, when: isUnclassifiedDelete },
  { id: 'secret-write', floor: 55, when: (effect) => has(effect, 'secret') && writes(effect) },
  { id: 'startup-change', floor: 50, when: (effect) => has(effect, 'startup') && writes(effect) },
  {
    id: 'opaque-delete',
    floor: 50,
    when: (effect) => isOpaque(effect) && loses(effect) && !has(effect, 'scratch'),
  },
  { id: 'opaque-act', floor: 50, when: (effect) => has(effect, 'opaque-code') && writes(effect) },
  {
    id: 'opaque-target',
    floor: 50,
    when: (effect) => has(effect, 'opaque-selector') && writes(effect) && !isSmall(effect),
  },
  { id: 'secret-read', floor: 45, when: isSecretRead },
  {
    id: 'whole-delete',
    floor: 45,
    when: (effect) => loses(effect) && isWhole(effect) && !has(effect, 'scratch') && !isTrialStore(effect),
  },
  { id: 'tunnel-delete', floor: 45, when: isTunnelDelete },
  {
    id: 'staging-delete',
    floor: 45,
    when: (effect) => loses(effect) && effect.target.environment === 'staging',
  },
  { id: 'unsaved-loss', floor: 45, when: (effect) => has(effect, 'unsaved') && effect.verb !== 'read' },
  {
    id: 'history-rewrite',
    floor: 45,
    when: (effect) => has(effect, 'rewrites-history') && effect.verb !== 'read',
  },
  {
    id: 'publishing',
    floor: 45,
    when: (effect) => has(effect, 'published') && writes(effect) && !isHarmless(effect),
  },
  { id: 'control-plane-write', floor: 45, when: (effect) => has(effect, 'control-plane') && writes(effect) },
  { id: 'redirection', floor: 45, when: (effect) => has(effect, 'redirect') && writes(effect) },
  { id: 'foreign-code', floor: 45, when: (effect) => has(effect, 'foreign-code') && writes(effect) },
  {
    id: 'packages-removed',
    floor: 45,
    when: (effect) =>
      effect.target.system === 'host' &&
      effect.resource.startsWith('packages') &&
      loses(effect) &&
      !has(effect, 'system'),
  },
  { id: 'production-unknown', floor: 45, when: isUnknownInProduction },
  {
    id: 'unclassified-change',
    floor: 20,
    when: (effect) =>
      effect.target.system === 'kubernetes' &&
      effect.target.environment === 'unknown' &&
      effect.verb === 'modify',
  },
  { id: 'pipeline-change', floor: 25, when: (effect) => has(effect, 'ci') && writes(effect) },
  {
    id: 'unclassified-stop',
    floor: 45,
    when: (effect) => effect.verb === 'stop' && effect.target.environment === 'unknown',
  },
];

/** Every floor that the effect reaches, highest first. */
export function floors(effect: Effect): readonly Finding[] {
  return rules
    .filter((rule) => rule.when(effect))
    .map(({ id, floor }) => ({
      id,
      term: 'F',
      weight: floor,
      data: { resource: effect.resource, target: effect.target.name },
      span: effect.span,
    }));
}

function has(effect: Effect, trait: Trait): boolean {
  return effect.traits.includes(trait);
}

function inProduction(effect: Effect): boolean {
  return effect.target.environment === 'production' && effect.target.confidence >= 0.5;
}

/** Whatever the unknown word comes to, nothing is lost: something local is changed or stopped, or something is added to a thread. */
function isSmall(effect: Effect): boolean {
  const { verb, target, resource } = effect;
  if (has(effect, 'published') || has(effect, 'privileged')) return false;
  if (verb === 'create') return /^(?:issue|pull request|comment|note)\b/.test(resource);
  return (
    target.environment === 'local' && target.system === 'docker' && (verb === 'modify' || verb === 'stop')
  );
}

function isHarmless(effect: Effect): boolean {
  return effect.target.environment === 'local' || effect.target.environment === 'development';
}

/** Tables of credentials count where they stand beyond this machine; what is tried out here holds none that matter. */
function isSecretRead(effect: Effect): boolean {
  if (!has(effect, 'secret') || effect.verb !== 'read') return false;
  return !effect.resource.startsWith('rows') || (isRemote(effect) && !isHarmless(effect));
}

const registries = new Set('npm pypi crates rubygems maven registry'.split(' '));

/** A package that a registry has given out is out for good: no one takes a version back. */
function isPublicRelease(effect: Effect): boolean {
  const isPackage = /^(?:package|release)\b/.test(effect.resource) && registries.has(effect.target.system);
  return isPackage && has(effect, 'published') && effect.verb === 'create' && !isHarmless(effect);
}

/** A known tool with a command that its table does not know, pointed at production. */
function isUnknownInProduction(effect: Effect): boolean {
  return effect.verb === 'unknown' && inProduction(effect) && effect.resource !== '';
}

function isOutsideDelete(effect: Effect): boolean {
  return loses(effect) && has(effect, 'outside-workspace') && !has(effect, 'scratch');
}

function isUnclassifiedDelete(effect: Effect): boolean {
  return loses(effect) && effect.target.environment === 'unknown' && !has(effect, 'scratch');
}

/**
 * A database whose selector says that it is for development: its tests drop it all day. In an account, a cluster or at a service the
 * name of a profile or a project alone does not say so, since a file that an agent can write gives it: there a person or the team has.
 */
function isTrialStore({ resource, target }: Effect): boolean {
  const store = /^(?:database|schema|table|rows|keys|collection|index)\b/.test(resource);
  if (!store || target.environment !== 'development' || target.confidence < 0.8) return false;
  return ownServers.test(target.system) || isVouchedFor(target);
}

/** Databases that a project starts for itself. */
const ownServers =
  /^(?:postgres|mysql|mongodb|redis|sqlite|clickhouse|mssql|database|cassandra|elasticsearch|neo4j|influxdb|script)$/;

function isVouchedFor({ evidence }: Effect['target']): boolean {
  return evidence.some(({ source }) => source === personsWord || source === teamsWord);
}

/** A whole tree that is not the workspace: the root, a home. */
function isWideChange(effect: Effect): boolean {
  return (
    writes(effect) &&
    !loses(effect) &&
    has(effect, 'important') &&
    has(effect, 'outside-workspace') &&
    has(effect, 'recursive')
  );
}

/** An address of this machine says nothing of where a tunnel leads. */
function isTunnelDelete(effect: Effect): boolean {
  return loses(effect) && effect.target.environment === 'local' && addressed.has(effect.target.system);
}

function isOpaque(effect: Effect): boolean {
  return has(effect, 'opaque-path') || has(effect, 'opaque-selector') || has(effect, 'opaque-program');
}
