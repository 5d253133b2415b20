import { hasOption, optionValue } from '../../command/arguments.js';
import { awsTarget } from '../../target/aws.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Preview } from '../preview.js';
import { awsConnection } from './aws-connection.js';
import { databaseGoes, environmentGoes, instancesGo, objectsOfBucketGo, stackGoes } from './aws-rows.js';
import { productionTags } from './aws-tags.js';
import type { Heard, LookKind, Lookup } from './look.js';

/** AWS, by its own command line: operations that describe and list, each once, with keys in variables and no file of anybody's. */
export const awsLook: LookKind = {
  name: 'aws',
  programs: new Set(['aws']),
  plan,
  read: (heard, setting) => {
    const asked = askedBy(setting);
    const isAny = heard.some(({ isWhole, text }) => isWhole && text.trim() !== '');
    return asked === undefined || !isAny
      ? undefined
      : { by: { server: 'AWS' }, production: productionTags(heard), preview: () => asked.read(heard) };
  },
};

/** What is asked about one kind of loss, and how the answers read. */
interface Asked {
  readonly runs: readonly (readonly string[])[];
  read(heard: readonly Heard[]): Preview;
}

function plan(setting: ToolInvocation): Omit<Lookup, 'kind'> | undefined {
  const asked = askedBy(setting);
  const to = asked && awsConnection(setting);
  if (asked === undefined || to === undefined) return undefined;
  const { words, ...rest } = to;
  const { account, name, region } = awsTarget(setting);
  return {
    place: `AWS ${account ?? name}${region === undefined ? '' : ` in ${region}`}`,
    program: 'aws',
    runs: asked.runs.map((run) => [
      ...run,
      ...(run.includes('--max-items=5000') ? [] : ['--no-paginate']),
      ...words,
    ]),
    ...rest,
  };
}

type Reader = (setting: ToolInvocation) => Asked | undefined;

const operations: Readonly<Record<string, Reader>> = {
  'rds delete-db-instance': (setting) => database(setting, 'database'),
  'rds delete-db-cluster': (setting) => database(setting, 'database cluster'),
  'ec2 terminate-instances': instances,
  's3 rm': objects,
  's3 rb': objects,
  'cloudformation delete-stack': stack,
  'elasticbeanstalk terminate-environment': environment,
  'elasticbeanstalk rebuild-environment': environment,
};

function askedBy(setting: ToolInvocation): Asked | undefined {
  const [service, operation] = setting.args.operands.map(({ text }) => text);
  return operations[`${service} ${operation}`]?.(setting);
}

/** A name that is no word of another kind to the command line: no option, no file or address to read it from. */
function named(setting: ToolInvocation, option: string): string | undefined {
  const value = optionValue(setting.args, option)?.text ?? '';
  return isName(value) ? value : undefined;
}

function isName(value: string): boolean {
  return /^[\w.:/+=@,-]{1,500}$/.test(value) && !value.includes('://') && !value.startsWith('-');
}

function database(setting: ToolInvocation, noun: 'database' | 'database cluster'): Asked | undefined {
  const kind = noun === 'database' ? 'db-instance' : 'db-cluster';
  const name = named(setting, `--${kind}-identifier`);
  if (name === undefined) return undefined;
  const skips = hasOption(setting.args, '--skip-final-snapshot');
  const final = skips
    ? undefined
    : (
        optionValue(setting.args, '--final-db-snapshot-identifier') ??
        optionValue(setting.args, '--final-snapshot-identifier')
      )?.text;
  const snapshots = noun === 'database' ? 'describe-db-snapshots' : 'describe-db-cluster-snapshots';
  return {
    runs: [
      ['rds', `describe-${kind}s`, `--${kind}-identifier=${name}`],
      ['rds', snapshots, `--${kind}-identifier=${name}`],
    ],
    read: (heard) => databaseGoes(noun, name, heard, { final }),
  };
}

/** More instances of one call are not asked about. */
const mostInstances = 50;

function instances({ args }: ToolInvocation): Asked | undefined {
  const ids = (args.options.get('--instance-ids') ?? []).flatMap(({ text }) => text.split(/[\s,]+/));
  if (ids.length === 0 || ids.length > mostInstances || !ids.every((id) => /^i-[0-9a-z]{1,32}$/.test(id)))
    return undefined;
  return {
    runs: [['ec2', 'describe-instances', '--instance-ids', ...ids]],
    read: (heard) => instancesGo(ids, heard),
  };
}

/** Of the names in a bucket: how many, how large, and whether there are more. */
const listing = [
  '--max-items=5000',
  '--query={count: length(Contents || `[]`), bytes: sum(Contents[].Size || `[0]`), more: NextToken != `null`}',
];

function objects({ args }: ToolInvocation): Asked | undefined {
  const [, command, address, more] = args.operands.map(({ text }) => text);
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(address ?? '') ?? [];
  const isWhole = command === 'rb';
  const takesAll = hasOption(args, isWhole ? '--force' : '--recursive');
  const isChosen = hasOption(args, '--exclude', '--include', '--dryrun');
  if (!isName(bucket) || (prefix !== '' && !isName(prefix)) || more !== undefined || !takesAll || isChosen)
    return undefined;
  return {
    runs: [
      [
        's3api',
        'list-objects-v2',
        `--bucket=${bucket}`,
        ...(prefix === '' || isWhole ? [] : [`--prefix=${prefix}`]),
        ...listing,
      ],
      ['s3api', 'get-bucket-versioning', `--bucket=${bucket}`],
    ],
    read: (heard) => objectsOfBucketGo(isWhole ? bucket : (address ?? ''), 'deleted', isWhole, heard),
  };
}

function stack(setting: ToolInvocation): Asked | undefined {
  const name = named(setting, '--stack-name');
  // What is kept by name makes another list of it.
  if (name === undefined || setting.args.options.has('--retain-resources')) return undefined;
  return {
    runs: [
      ['cloudformation', 'list-stack-resources', `--stack-name=${name}`],
      ['cloudformation', 'get-template', `--stack-name=${name}`],
      // For its tags.
      ['cloudformation', 'describe-stacks', `--stack-name=${name}`],
    ],
    read: (heard) => stackGoes(name, heard),
  };
}

function environment(setting: ToolInvocation): Asked | undefined {
  const name = named(setting, '--environment-name');
  if (name === undefined) return undefined;
  const sign = setting.args.operands[1]?.text === 'rebuild-environment' ? 'replaced' : 'deleted';
  return {
    runs: [
      ['elasticbeanstalk', 'describe-environments', `--environment-names=${name}`],
      ['elasticbeanstalk', 'describe-environment-resources', `--environment-name=${name}`],
    ],
    read: (heard) => environmentGoes(name, sign, heard),
  };
}
