import { type Given, type Known, type Thing, textOfKnown, type WayStep } from './known.js';

/** `DBInstanceIdentifier`, `delete_db_instance` -> the command line's spelling. */
function kebab(name: string): string {
  return name
    .replace(/_/g, '-')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** A call of an AWS SDK as the command line that it amounts to; undefined for any other call. */
export function awsWords(thing: Thing, given: Given): readonly string[] | undefined {
  const last = thing.steps.at(-1)?.name ?? '';
  const found = operationOf(thing, last);
  if (found === undefined) return undefined;
  const { service, operation } = found;
  const way = [...thing.steps, { name: last, called: given }];
  const profile = settingOf(way, /^profile(?:_name|Name)?$/);
  const region = settingOf(way, /^region(?:_name|Name)?$/);
  const options = optionsOf(given).slice(0, 20);
  return [
    'aws',
    service,
    operation,
    ...resourceWords(thing),
    ...options.flatMap(([name, value]) => [`--${kebab(name)}`, value]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
}

function operationOf(
  { root, steps }: Thing,
  last: string,
): { readonly service: string; readonly operation: string } | undefined {
  if (/^(?:boto3|aiobotocore|aioboto3|botocore)(?:\.|$)/.test(root)) {
    const made = steps.find(
      ({ name, called }) => /^(?:client|resource|create_client)$/.test(name) && called !== undefined,
    );
    if (made === undefined || made === steps.at(-1)) return undefined;
    const service = textOfKnown(made.called?.args[0] ?? made.called?.named.get('service_name'));
    return {
      service,
      operation: /^(?:delete|terminate|stop|purge|detach|reboot)$/.test(last)
        ? `${last}-${collectionOf(steps)}`
        : kebab(last),
    };
  }
  const v3 = /^@aws-sdk\/(?:client|lib)-([\w-]+)$/.exec(root)?.[1];
  if (v3 !== undefined) {
    const service = v3.replace(/-service$/, '');
    const command = /^(\w+)Command$/.exec(last)?.[1];
    if (command !== undefined) return { service, operation: kebab(command) };
    return steps.length > 1 && last !== 'send' && /^[a-z]/.test(last)
      ? { service, operation: kebab(last) }
      : undefined;
  }
  if (/^aws-sdk(?:\/|$)/.test(root)) {
    const service =
      steps.find(({ name, called }) => called?.isNew === true && /^[A-Z]/.test(name))?.name ??
      /^aws-sdk\/clients\/(\w+)$/.exec(root)?.[1];
    return service === undefined ||
      steps.length < 2 ||
      !/^[a-z]/.test(last) ||
      /^(?:promise|on|config)/.test(last)
      ? undefined
      : { service: service.toLowerCase(), operation: kebab(last) };
  }
  const php = /^(?:Aws\\)?(?:\w+\\)?(\w+)Client$/.exec(
    /^Aws\\/.test(root) ? root : (steps[0]?.name ?? ''),
  )?.[1];
  const isPhp = /^Aws\\/.test(root) || /^Aws\\/.test(steps[0]?.name ?? '');
  return isPhp && php !== undefined && steps.length > (root === '' ? 1 : 0) && /^[a-z]/.test(last)
    ? { service: php.toLowerCase(), operation: kebab(last) }
    : undefined;
}

/** `s3.Bucket('x').objects.all().delete()` deletes objects, `s3.buckets…` a bucket. */
function collectionOf(steps: readonly WayStep[]): string {
  const named = steps.slice(0, -1).findLast(({ name }) => /^[A-Z]/.test(name) || /^[a-z_]+s$/.test(name));
  const name = named?.name ?? 'resource';
  return kebab(name === 'objects' || name === 'object_versions' ? 'objects' : name.replace(/s$/, ''));
}

function resourceWords({ steps }: Thing): readonly string[] {
  const named = steps.findLast(
    ({ name, called }) => /^[A-Z]/.test(name) && called !== undefined && !called.isNew,
  );
  const first = named?.called?.args[0];
  if (named === undefined || first?.kind !== 'text' || /^Session$/.test(named.name)) return [];
  return [`--${kebab(named.name)}`, first.text];
}

function optionsOf({ args, named }: Given): readonly (readonly [string, string])[] {
  return [...args.flatMap(entriesOf), ...named].map(([name, value]) => [name, textOfKnown(value)] as const);
}

/** A setting anywhere on the way: of the session, of the client, of the credentials in it. */
function settingOf(steps: readonly WayStep[], wanted: RegExp, depth = 0): string | undefined {
  for (const { called } of steps) {
    if (called === undefined) continue;
    const entries = [...called.args.flatMap(entriesOf), ...called.named];
    for (const [name, value] of entries) if (wanted.test(name) && value.kind === 'text') return value.text;
    if (depth > 2) continue;
    for (const value of [...called.args, ...entries.map(([, one]) => one)]) {
      const found = value.kind === 'thing' ? settingOf(value.steps, wanted, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function entriesOf(value: Known): readonly (readonly [string, Known])[] {
  return value.kind === 'record' ? [...value.entries] : [];
}
