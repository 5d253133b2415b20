import { awsCredentials, awsEndpoint, awsTarget } from '../../target/aws.js';
import { type ToolInvocation, variable } from '../../target/whereabouts.js';
import type { Lookup } from './look.js';

/** Words behind an operation's own, and what the program finds in its environment. */
interface AwsConnection extends Pick<Lookup, 'env' | 'secrets' | 'refusal' | 'withheld'> {
  readonly words: readonly string[];
}

/** Options that decide nothing of where a call goes, whatever their values. */
const foreign = /^--(?:ca-bundle|no-verify-ssl|no-sign-request|cli-input-json|cli-input-yaml|debug)$/;

/**
 * Keys in variables, and no file: a profile could name a program to start, a cache to write and a module to load. Undefined where
 * a part of it is not known.
 */
export function awsConnection(setting: ToolInvocation): AwsConnection | undefined {
  if ([...setting.args.options.keys()].some((name) => foreign.test(name))) return undefined;
  const { region } = awsTarget(setting);
  const endpoint = awsEndpoint(setting);
  const found = awsCredentials(setting);
  const isPlain = [region, endpoint].every((one) => one === undefined || /^[\w:/.[\]-]{1,200}$/.test(one));
  if (found === undefined || region === undefined || !isPlain || isOtherAddress(setting)) return undefined;
  const [id, secret, token] = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'].map(
    (name) => found.keys.get(name),
  );
  const words = [
    ...['--output=json', '--cli-connect-timeout=5', '--cli-read-timeout=6'],
    ...(endpoint === undefined ? [] : [`--endpoint-url=${endpoint}`]),
  ];
  const env = {
    HOME: '/nonexistent',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    PYTHONDONTWRITEBYTECODE: '1',
    ...(id === undefined ? {} : { AWS_ACCESS_KEY_ID: id }),
    ...(secret === undefined ? {} : { AWS_SECRET_ACCESS_KEY: secret }),
    ...(token === undefined ? {} : { AWS_SESSION_TOKEN: token }),
  };
  const secrets = [secret, token].flatMap((one) => one ?? []);
  const refusal = refusalOf(setting, id, secret, found.from);
  return { words, env, secrets, ...(refusal === undefined ? {} : { refusal }) };
}

/** An address for one service only. */
function isOtherAddress({ world, invocation }: ToolInvocation): boolean {
  return [...Object.keys(world.env), ...invocation.env.keys()].some((name) =>
    /^AWS_ENDPOINT_URL_/.test(name),
  );
}

function refusalOf(
  setting: ToolInvocation,
  id: string | undefined,
  secret: string | undefined,
  from: string | undefined,
): Lookup['refusal'] {
  if (id !== undefined && secret !== undefined) return undefined;
  const withheld = ['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID'].find(
    (name) => setting.world.credentials?.[name] !== undefined && variable(setting, name) === undefined,
  );
  if (withheld !== undefined) return { code: 'withheld', detail: withheld };
  return { code: 'own-credentials', detail: from?.trim() ?? 'this machine\u2019s role or a sign-on' };
}
