import { optionValue } from '../command/arguments.js';
import type { Value } from '../command/invocation.js';
import { awsKeysBefore } from './bends.js';
import { directoryOf, pathIn } from './files.js';
import { hostOfUrl } from './host.js';
import type { Ini } from './ini.js';
import { isLoopback } from './loopback.js';
import { iniAt } from './memo.js';
import type { Evidence } from './target.js';
import {
  type Bend,
  type Clue,
  clue,
  type ToolInvocation,
  variable,
  type Whereabouts,
} from './whereabouts.js';

interface Profile {
  readonly name: string;
  readonly source: string;
  readonly opaque: boolean;
}

/** Where the AWS command line and SDKs go: profile, account, region, role, endpoint, from flags, environment and files. */
export function awsTarget(setting: ToolInvocation): Whereabouts {
  const profile = profileOf(setting);
  const settings = settingsOf(setting, profile.name);
  const role = settings.get('role_arn') ?? variable(setting, 'AWS_ROLE_ARN')?.text;
  const keys = profile.source === '--profile' ? [] : awsKeysBefore(setting);
  // Keys of the environment stand before a profile that no option names: the account is theirs.
  const account = keys.length > 0 ? undefined : accountOf(settings, role);
  const region =
    firstText(
      optionValue(setting.args, '--region', '-r'),
      variable(setting, 'AWS_REGION'),
      variable(setting, 'AWS_DEFAULT_REGION'),
    ) ?? settings.get('region');
  const identity = identityOf(setting, settings, role);
  const endpoint = endpointOf(setting, settings);
  const admin = adminLike(profile.name, role, settings.get('sso_role_name'));
  const bends = [...keys, ...endpointBend(endpoint)];
  return {
    system: 'aws',
    name: profile.name === 'default' ? (account ?? 'default') : profile.name,
    namedByResource: true,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(identity === undefined ? {} : { identity }),
    clues: cluesOf(profile, settings, role, endpoint),
    ...(endpoint !== undefined && isLoopback(endpoint.value) ? { local: endpoint } : {}),
    ...(endpoint !== undefined && isLocalStack(endpoint.value) ? { throwaway: endpoint } : {}),
    ...(admin === undefined ? {} : { privileged: admin }),
    ...(bends.length === 0 ? {} : { bends }),
    opaque: profile.opaque ? [profile.name] : [],
  };
}

/** The same for `eb`, where a command names its environment; its project file is in the table of places. */
export function elasticBeanstalkTarget(setting: ToolInvocation): Whereabouts {
  const where = awsTarget(setting);
  const [command, operand] = setting.args.operands;
  const takesName =
    /^(?:terminate|deploy|status|health|events|logs|abort|restore|ssh|scale|printenv|open|swap)$/;
  const named =
    optionValue(setting.args, '-e', '--environment')?.text ??
    (takesName.test(command?.text ?? '') ? operand?.text : undefined);
  if (named === undefined) return where;
  return { ...where, name: named, clues: [...where.clues, ...clue('selector', 'environment', named)] };
}

function profileOf(setting: ToolInvocation): Profile {
  const flag = optionValue(setting.args, '--profile');
  if (flag !== undefined) return { name: flag.text, source: '--profile', opaque: flag.opaque.length > 0 };
  for (const name of ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) {
    const value = variable(setting, name);
    if (value !== undefined) return { name: value.text, source: name, opaque: value.opaque.length > 0 };
  }
  return { name: 'default', source: 'default', opaque: false };
}

/** Where the credentials of a call are: in its variables, or in a profile's own keys; each as the files have it. */
export interface AwsCredentials {
  readonly keys: ReadonlyMap<string, string>;
  /** What else the profile has them from: a program, a role, a sign-on. */
  readonly from: string | undefined;
}

const otherCredentials = [
  ...['credential_process', 'sso_session', 'sso_start_url', 'role_arn', 'web_identity_token_file'],
  ...['credential_source', 'login_session'],
];

/** Undefined where they are not known. Variables stand before a profile that no option names. */
export function awsCredentials(setting: ToolInvocation): AwsCredentials | undefined {
  const profile = profileOf(setting);
  if (profile.opaque) return undefined;
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const set = names.flatMap((name) => {
    const value = variable(setting, name);
    return value === undefined ? [] : [[name.toLowerCase(), value] as const];
  });
  if (set.some(([, { opaque }]) => opaque.length > 0)) return undefined;
  if (profile.source !== '--profile' && set.some(([name]) => name === 'aws_access_key_id'))
    return { keys: new Map(set.map(([name, { text }]) => [name, text])), from: undefined };
  const config = fileOf(setting, 'AWS_CONFIG_FILE', '~/.aws/config');
  const own =
    config.get(`profile ${profile.name}`) ?? (profile.name === 'default' ? config.get('default') : undefined);
  const found = new Map<string, string>();
  addMissing(found, fileOf(setting, 'AWS_SHARED_CREDENTIALS_FILE', '~/.aws/credentials').get(profile.name));
  addMissing(found, own);
  const other = otherCredentials.find((name) => found.has(name));
  const from =
    other === undefined
      ? undefined
      : `${other.replaceAll('_', ' ')} ${found.get(other)?.split(' ')[0] ?? ''}`;
  return {
    keys: new Map(
      names.flatMap((name) => {
        const key = name.toLowerCase();
        const value = found.get(key);
        return value === undefined ? [] : [[key, value] as const];
      }),
    ),
    from,
  };
}

/** The address that a call goes to in place of the cloud's own. */
export function awsEndpoint(setting: ToolInvocation): string | undefined {
  return endpointOf(setting, settingsOf(setting, profileOf(setting).name))?.value;
}

/** A profile's keys with those of its `source_profile` chain and SSO session behind them; at most 8 links. */
function settingsOf(setting: ToolInvocation, profile: string): ReadonlyMap<string, string> {
  const config = fileOf(setting, 'AWS_CONFIG_FILE', '~/.aws/config');
  const credentials = fileOf(setting, 'AWS_SHARED_CREDENTIALS_FILE', '~/.aws/credentials');
  const merged = new Map<string, string>();
  let name: string | undefined = profile;
  for (let link = 0; link < 8 && name !== undefined; link += 1) {
    const own: ReadonlyMap<string, string> | undefined =
      config.get(`profile ${name}`) ?? (name === 'default' ? config.get('default') : undefined);
    addMissing(merged, own);
    addMissing(merged, credentials.get(name));
    addMissing(merged, config.get(`sso-session ${own?.get('sso_session') ?? ''}`));
    name = own?.get('source_profile');
  }
  return merged;
}

function addMissing(merged: Map<string, string>, more: ReadonlyMap<string, string> | undefined): void {
  for (const [key, value] of more ?? []) if (!merged.has(key)) merged.set(key, value);
}

function fileOf(setting: ToolInvocation, name: string, usual: string): Ini {
  const path = variable(setting, name)?.text ?? usual;
  return iniAt(setting.world, pathIn(directoryOf(setting), path, setting.world));
}

function accountOf(settings: ReadonlyMap<string, string>, role: string | undefined): string | undefined {
  return (
    /^arn:aws[^:]*:iam::(\d{12}):/.exec(role ?? '')?.[1] ??
    settings.get('sso_account_id') ??
    settings.get('aws_account_id')
  );
}

function identityOf(
  setting: ToolInvocation,
  settings: ReadonlyMap<string, string>,
  role: string | undefined,
): string | undefined {
  if (role !== undefined) return role.replace(/^.*:role\//, 'role ');
  const sso = settings.get('sso_role_name');
  if (sso !== undefined) return `role ${sso}`;
  const key = variable(setting, 'AWS_ACCESS_KEY_ID')?.text ?? settings.get('aws_access_key_id');
  return key === undefined ? undefined : `access key …${key.slice(-4)}`;
}

function endpointOf(setting: ToolInvocation, settings: ReadonlyMap<string, string>): Evidence | undefined {
  const flag = optionValue(setting.args, '--endpoint-url');
  if (flag !== undefined) return { source: '--endpoint-url', value: flag.text };
  const service = (setting.args.operands[0]?.text ?? '').toUpperCase().replaceAll('-', '_');
  for (const name of [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL']) {
    const set = variable(setting, name);
    if (set !== undefined) return { source: name, value: set.text };
  }
  const value = settings.get('endpoint_url') ?? ofServices(setting, settings);
  return value === undefined ? undefined : { source: '~/.aws/config', value };
}

/** Addresses of single services stand in a section that the profile names; which of them a call uses is not asked. */
function ofServices(setting: ToolInvocation, settings: ReadonlyMap<string, string>): string | undefined {
  const named = settings.get('services');
  if (named === undefined) return undefined;
  const section = fileOf(setting, 'AWS_CONFIG_FILE', '~/.aws/config').get(`services ${named}`);
  return section?.get('endpoint_url');
}

/** The cloud's own addresses are where a profile leads anyway. */
function endpointBend(endpoint: Evidence | undefined): readonly Bend[] {
  if (endpoint === undefined || isOfCloud(endpoint.value)) return [];
  return [{ ...endpoint, goesTo: endpoint.value }];
}

function isOfCloud(address: string): boolean {
  return /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws)$/i.test(hostOfUrl(address));
}

function cluesOf(
  profile: Profile,
  settings: ReadonlyMap<string, string>,
  role: string | undefined,
  endpoint: Evidence | undefined,
): readonly Clue[] {
  return [
    ...(profile.source === 'default' ? [] : clue('selector', profile.source, profile.name)),
    ...clue('selector', 'role_arn', role?.replace(/^.*:role\//, '')),
    ...clue('selector', 'sso_role_name', settings.get('sso_role_name')),
    ...clue('selector', 'sso_account_name', settings.get('sso_account_name')),
    ...clue('selector', endpoint?.source ?? '', endpoint?.value),
  ];
}

/** Evidence that the rights are an administrator's, from the names that the files give them. */
export function adminLike(...names: readonly (string | undefined)[]): Evidence | undefined {
  const value = names.find(
    (name) =>
      name !== undefined &&
      /(?:^|[^a-z])(?:admin|administrator|root|superuser|poweruser)/i.test(
        name.replace(/([a-z])([A-Z])/g, '$1-$2'),
      ),
  );
  return value === undefined ? undefined : { source: 'role name', value };
}

/** LocalStack's own port on this machine, or the name that it gives to this machine. */
function isLocalStack(address: string): boolean {
  return (
    (isLoopback(address) && /:4566(?:\/|$)/.test(address)) ||
    /\/\/(?:[\w.-]*\.)?localhost\.localstack\.cloud(?:[:/]|$)/.test(address)
  );
}

function firstText(...values: readonly (Value | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined)?.text;
}
