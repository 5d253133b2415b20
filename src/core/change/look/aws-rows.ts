import { isJsonObject, type JsonObject, listAt, objectAt, parseJson, textAt } from '../../shared/json.js';
import type { ItemFact, Sign } from '../change.js';
import { goneRows } from '../cloudformation/rows.js';
import { readTemplate } from '../cloudformation/template.js';
import { nounOfResource } from '../cloudformation/types.js';
import { notKnown, type ObjectItem, type Preview } from '../preview.js';
import type { Heard } from './look.js';

/** What an answer of the command line says; undefined where it did not come whole. */
function answerOf(heard: Heard | undefined): JsonObject | undefined {
  const value = heard?.isWhole === true ? parseJson(heard.text) : undefined;
  return isJsonObject(value) ? value : undefined;
}

const sources = ['command'];

type Loss = Pick<ObjectItem, 'consequence'>;

function row(
  sign: Sign,
  noun: string,
  name: string,
  about: readonly ItemFact[] = [],
  loss: Loss = {},
): ObjectItem {
  return { kind: 'object', sign, noun, name, ...loss, ...(about.length === 0 ? {} : { about }) };
}

function tagsOf(list: readonly unknown[]): readonly ItemFact[] {
  const tags = list.flatMap((tag) => {
    const key = textAt(tag, 'Key');
    return key === '' || key.startsWith('aws:') ? [] : [`${key}=${textAt(tag, 'Value')}`];
  });
  return tags.length === 0 ? [] : [{ is: 'tags', text: tags.slice(0, 6).join(', ') }];
}

function attributes(words: readonly string[]): readonly ItemFact[] {
  const told = words.filter((word) => word !== '');
  return told.length === 0 ? [] : [{ is: 'attributes', text: told.join(', ') }];
}

function numberAt(value: unknown, name: string): number | undefined {
  const found = isJsonObject(value) ? value[name] : undefined;
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
}

function isOn(value: unknown, name: string): boolean {
  return isJsonObject(value) && value[name] === true;
}

/** What a final snapshot, or an older one, would bring back. */
interface Keeping {
  /** The snapshot that the call itself takes. */
  readonly final: string | undefined;
}

/** A database with its deletion protection, and the snapshots that stay. */
export function databaseGoes(
  noun: 'database' | 'database cluster',
  name: string,
  [described, snapshots]: readonly Heard[],
  { final }: Keeping,
): Preview {
  const isCluster = noun === 'database cluster';
  const [found] = listAt(answerOf(described) ?? {}, isCluster ? 'DBClusters' : 'DBInstances');
  if (found === undefined)
    return {
      items: [row('deleted', noun, name, [], lost)],
      sources,
      ...notKnown('not-looked-up', `${noun} ${name}`),
    };
  const storage = numberAt(found, 'AllocatedStorage');
  const about = [
    ...attributes([
      `${textAt(found, 'Engine')} ${textAt(found, 'EngineVersion')}`.trim(),
      textAt(found, 'DBInstanceClass'),
      storage === undefined ? '' : `${storage} GiB`,
      `deletion protection ${isOn(found, 'DeletionProtection') ? 'on' : 'off'}`,
      isOn(found, 'MultiAZ') ? 'in several zones' : '',
    ]),
    ...tagsOf(listAt(found, 'TagList')),
  ];
  const listed = answerOf(snapshots);
  const manual = listAt(listed ?? {}, isCluster ? 'DBClusterSnapshots' : 'DBSnapshots')
    .filter((one) => textAt(one, 'SnapshotType') === 'manual' && textAt(one, 'Status') === 'available')
    .map((one) => ({
      name: textAt(one, isCluster ? 'DBClusterSnapshotIdentifier' : 'DBSnapshotIdentifier'),
      time: textAt(one, 'SnapshotCreateTime'),
    }))
    .sort((a, b) => b.time.localeCompare(a.time));
  const kept =
    final === undefined
      ? manual.slice(0, 1).map((one) => `${one.name} of ${one.time.slice(0, 16)}`)
      : [final];
  return {
    // What was written since an older snapshot is lost with it.
    items: [row('deleted', noun, name, about, final === undefined ? lost : { consequence: 'recoverable' })],
    sources,
    ...(listed === undefined ? notKnown('snapshots', `${noun} ${name}`) : {}),
    undo: kept.map((one) => ({ way: 'snapshot', name: one })),
  };
}

const lost: Loss = { consequence: 'data-lost' };

/** Machines with the volumes that go along. */
export function instancesGo(ids: readonly string[], [described]: readonly Heard[]): Preview {
  const found = listAt(answerOf(described) ?? {}, 'Reservations').flatMap((one) => listAt(one, 'Instances'));
  const missing = ids.filter((id) => !found.some((one) => textAt(one, 'InstanceId') === id));
  const items = found.flatMap((instance): readonly ObjectItem[] => {
    const id = textAt(instance, 'InstanceId');
    const tags = listAt(instance, 'Tags');
    const group = textAt(
      tags.find((tag) => textAt(tag, 'Key') === 'aws:autoscaling:groupName'),
      'Value',
    );
    const volumes = listAt(instance, 'BlockDeviceMappings').map((one) => objectAt(one, 'Ebs'));
    const goes = volumes.filter((volume) => isOn(volume, 'DeleteOnTermination'));
    return [
      row('deleted', 'instance', id, [
        ...attributes([textAt(instance, 'InstanceType'), textAt(objectAt(instance, 'State'), 'Name')]),
        ...tagsOf(tags),
        ...(group === '' ? [] : [{ is: 'remade', text: `auto scaling group ${group}` } as const]),
      ]),
      ...goes.map((volume) =>
        row('deleted', 'volume', textAt(volume, 'VolumeId'), [{ is: 'by', text: id }], lost),
      ),
    ];
  });
  return {
    items,
    sources,
    unknown: missing.map((id) => ({ what: 'not-looked-up', of: `instance ${id}` })),
  };
}

/** Objects below a prefix: how many, how large, and whether the bucket keeps what is deleted. */
export function objectsOfBucketGo(
  name: string,
  sign: Sign,
  isWholeBucket: boolean,
  [listed, versioning]: readonly Heard[],
): Preview {
  const answer = answerOf(listed);
  const count = numberAt(answer, 'count');
  const bytes = numberAt(answer, 'bytes');
  if (answer === undefined || count === undefined)
    return {
      items: [row(sign, 'objects', name, [], lost)],
      sources,
      ...notKnown('not-looked-up', `objects ${name}`),
    };
  const isAll = !isOn(answer, 'more');
  const versions = answerOf(versioning);
  const keeps = textAt(versions ?? {}, 'Status') === 'Enabled' && !isWholeBucket;
  const about: readonly ItemFact[] = [
    ...(isAll && bytes !== undefined ? [{ is: 'bytes', text: String(bytes) } as const] : []),
    ...(isAll ? [] : [{ is: 'at-least', text: `${count} objects` } as const]),
  ];
  const told = isAll ? { count } : ({ uncounted: true } as const);
  const fate: Loss = count === 0 ? {} : keeps ? { consequence: 'recoverable' } : lost;
  return {
    items: [
      ...(isWholeBucket ? [row(sign, 'bucket', name)] : []),
      ...(count === 0 ? [] : [{ ...row(sign, 'objects', name, about, fate), ...told }]),
    ],
    sources,
    // A bucket that has not said whether it keeps versions may keep none.
    ...(versions === undefined && !isWholeBucket ? notKnown('versions', `bucket ${name}`) : {}),
    undo: keeps && count > 0 ? [{ way: 'versions', name }] : [],
  };
}

/** A stack's resources as they are deployed, each with what its template says becomes of it. */
export function stackGoes(name: string, [listed, template]: readonly Heard[]): Preview {
  const resources = listAt(answerOf(listed) ?? {}, 'StackResourceSummaries');
  const body = answerOf(template)?.['TemplateBody'];
  const read = readTemplate(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  const rows = new Map(goneRows(read ?? []).map((one) => [one.name, one]));
  const items = resources.map((resource): ObjectItem => {
    const id = textAt(resource, 'LogicalResourceId');
    const physical = textAt(resource, 'PhysicalResourceId').split('/').at(-1) ?? '';
    const known = rows.get(id);
    const shown = { name: physical === '' ? id : physical };
    return known === undefined
      ? row('deleted', nounOfResource(textAt(resource, 'ResourceType')), shown.name)
      : { ...known, ...shown };
  });
  if (resources.length === 0)
    return { items: [row('deleted', 'stack', name)], sources, ...notKnown('contents', `stack ${name}`) };
  return {
    items: [row('deleted', 'stack', name), ...items],
    sources,
    // Without its template nobody knows what a stack keeps.
    unknown: [
      ...(read === undefined ? ([{ what: 'policies', of: `stack ${name}` }] as const) : []),
      ...(isCut(listed) ? ([{ what: 'contents-else', of: `stack ${name}` }] as const) : []),
    ],
  };
}

/** True where there is more than was asked for. */
function isCut(heard: Heard | undefined): boolean {
  return answerOf(heard)?.['NextToken'] !== undefined;
}

const partNouns = [
  ['Instances', 'instance', 'Id'],
  ['LoadBalancers', 'load balancer', 'Name'],
  ['AutoScalingGroups', 'auto scaling group', 'Name'],
  ['LaunchTemplates', 'launch template', 'Id'],
  ['LaunchConfigurations', 'launch configuration', 'Name'],
  ['Queues', 'queue', 'Name'],
] as const;

/** An Elastic Beanstalk environment with all that it is made of. */
export function environmentGoes(name: string, sign: Sign, [described, parts]: readonly Heard[]): Preview {
  const [found] = listAt(answerOf(described) ?? {}, 'Environments');
  const resources = objectAt(answerOf(parts), 'EnvironmentResources');
  const about = attributes([textAt(found, 'Health'), textAt(found, 'Status'), textAt(found, 'VersionLabel')]);
  const items = partNouns.flatMap(([list, noun, key]) =>
    listAt(resources, list).map((part) => {
      const shown = textAt(part, key).split('/').at(-1) ?? '';
      return row(
        sign,
        noun,
        /:loadbalancer\/\w+\/([^/]+)\//.exec(textAt(part, key))?.[1] ?? shown,
        [],
        noun === 'queue' ? lost : {},
      );
    }),
  );
  const endpoint = textAt(found, 'CNAME');
  return {
    items: [
      row(sign, 'environment', name, about),
      ...items,
      ...(endpoint === '' ? [] : [row(sign === 'replaced' ? 'changed' : sign, 'endpoint', endpoint)]),
    ],
    sources,
    ...notKnown(items.length === 0 ? 'contents' : 'coupled', `environment ${name}`),
  };
}
