import { isJsonObject, type JsonObject, listAt, objectAt, textAt, textsAt } from '../shared/json.js';
import type { ChangeItem } from './change.js';
import type { StateResource } from './terraform/state.js';

type Sign = 'deleted' | 'replaced';

/** A part that an Elastic Beanstalk environment is made of. */
interface Part {
  readonly noun: string;
  readonly name: string;
  readonly count?: number;
  /** What deleting it does to its data. */
  readonly data?: 'data-lost' | 'recoverable';
}

/** The environment's own parts as the provider's attributes list them: rebuilding deletes and re-creates each. */
export function environmentParts(environment: JsonObject, all: readonly StateResource[]): readonly Part[] {
  const name = textAt(environment, 'name');
  const instances = textsAt(environment, 'instances').length;
  return [
    ...textsAt(environment, 'load_balancers').map((text) => ({
      noun: 'load balancer',
      name: loadBalancerName(text),
    })),
    ...textsAt(environment, 'autoscaling_groups').map((text) => ({ noun: 'auto scaling group', name: text })),
    ...(instances > 0 ? [{ noun: 'instances', name, count: instances }] : []),
    ...textsAt(environment, 'launch_configurations').map((text) => ({
      noun: 'launch configuration',
      name: text,
    })),
    ...textsAt(environment, 'queues').map((text) => ({
      noun: 'queue',
      name: lastPart(text),
      data: 'data-lost' as const,
    })),
    ...databaseOf(environment, all),
  ];
}

/** One row a part. */
export function rowsOf(parts: readonly Part[], sign: Sign): readonly ChangeItem[] {
  return parts.map((part) => ({
    kind: 'object',
    sign,
    noun: part.noun,
    name: part.name,
    ...(part.count === undefined ? {} : { count: part.count }),
    ...(part.data === undefined ? {} : { consequence: part.data }),
  }));
}

/**
 * A database that belongs to the environment goes with it, unless its deletion policy keeps it.
 * Settings: namespace `aws:rds:dbinstance`, `HasCoupledDatabase` and `DBDeletionPolicy` (Delete is the default).
 */
function databaseOf(environment: JsonObject, all: readonly StateResource[]): readonly Part[] {
  const settings = [...listAt(environment, 'all_settings'), ...listAt(environment, 'setting')].filter(
    (setting) => isJsonObject(setting) && setting['namespace'] === 'aws:rds:dbinstance',
  );
  const settingOf = (name: string): string =>
    textAt(
      settings.find((setting) => textAt(setting, 'name') === name),
      'value',
    );
  const coupled = settingOf('HasCoupledDatabase').toLowerCase();
  if (coupled === 'false' || (coupled === '' && settingOf('DBEngine') === '')) return [];
  const policy = settingOf('DBDeletionPolicy');
  if (policy === 'Retain') return [];
  const data = policy === 'Snapshot' ? ('recoverable' as const) : ('data-lost' as const);
  return [{ noun: 'database', name: databaseName(environment, all), data }];
}

/** The database carries its environment's name as a tag; without it in the state, the environment's name stands for it. */
function databaseName(environment: JsonObject, all: readonly StateResource[]): string {
  const name = textAt(environment, 'name');
  const own = all.find(
    ({ type, attributes }) =>
      type === 'aws_db_instance' &&
      textAt(objectAt(attributes, 'tags'), 'elasticbeanstalk:environment-name') === name,
  );
  const identifier =
    own && (textAt(own.attributes, 'identifier') || textAt(own.attributes, 'db_instance_identifier'));
  return identifier || name;
}

/** `…:loadbalancer/app/NAME/ID` or a classic load balancer's plain name. */
function loadBalancerName(text: string): string {
  return /:loadbalancer\/(?:app|net)\/([^/]+)\//.exec(text)?.[1] ?? lastPart(text);
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
