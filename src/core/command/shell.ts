import type { World } from '../shared/world.js';
import type { ShellName } from '../toolcall/toolcall.js';
import type { CommandReading, Invocation, Value } from './invocation.js';
import { interpret } from './read.js';
import { setsUpShells } from './readers/scripts.js';
import { Scope } from './scope.js';
import type { Shell } from './shell-facts.js';
import { opaque } from './value.js';

/** Variables that decide where tools go. Code that nobody can read may have set any of them. */
const deciding = [
  ...['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_REGION', 'AWS_CONFIG_FILE', 'AWS_ENDPOINT_URL'],
  ...['KUBECONFIG', 'HELM_KUBECONTEXT', 'TF_WORKSPACE', 'PULUMI_STACK'],
  ...['CLOUDSDK_CORE_PROJECT', 'CLOUDSDK_ACTIVE_CONFIG_NAME', 'GOOGLE_CLOUD_PROJECT'],
  ...['AZURE_SUBSCRIPTION_ID', 'AZURE_CONFIG_DIR', 'DOCKER_HOST', 'DOCKER_CONTEXT'],
  ...['PGHOST', 'PGSERVICE', 'PGDATABASE', 'MYSQL_HOST', 'DATABASE_URL', 'REDISCLI_URL'],
  ...['ANSIBLE_INVENTORY', 'RAILS_ENV', 'DJANGO_SETTINGS_MODULE', 'FLY_APP', 'VAULT_ADDR'],
] as const;

/** More than this is not kept: the next command then runs in a shell about which nothing is known. */
const most = { variables: 500, functions: 200, characters: 262_144 } as const;

/**
 * What the shell has kept once `command` has run in it. Undefined when the shell is gone (`exit`). `world` is that of the
 * call, `before` what the shell had kept until then. Never throws.
 */
export function shellAfter(
  command: string,
  shell: ShellName,
  world: World,
  before?: Shell,
): Shell | undefined {
  const { reading, scope } = interpret(command, shell, world, before);
  if (scope.ended === 'exit') return undefined;
  const after = scope.kept();
  if (isLarge(scope)) return unknownShell(world);
  return isKnownToTheEnd(reading) ? after : forgotten(scope.exports(), after);
}

function isLarge(scope: Scope): boolean {
  const { variables, functions, characters } = most;
  return (
    scope.ownNames().length > variables ||
    scope.functions.size > functions ||
    scope.aliases.size > variables ||
    scope.size() > characters
  );
}

/** False when a file or a text ran in the shell itself that could not be read, or not all was read. */
function isKnownToTheEnd({ invocations, anomalies }: CommandReading): boolean {
  const unknownCode = invocations.some(
    (invocation) => /^(?:source|\.)$/.test(invocation.program) && !isSetup(invocation),
  );
  const cut = /^(?:too-many|too-long|too-deep|parse-error|opaque-code)$/;
  return !unknownCode && !anomalies.some(({ kind }) => cut.test(kind));
}

function isSetup({ argv }: Invocation): boolean {
  return argv.some((word) => setsUpShells(word.text));
}

/** A shell of which what it had kept is lost. */
export function unknownShell(world: World): Shell {
  return forgotten(new Map(), new Scope(world));
}

/** The shell with nothing known of its directory and of what decides where tools go. */
function forgotten(exports: ReadonlyMap<string, Value | null>, shell: Shell): Shell {
  for (const name of [...deciding, ...exports.keys()])
    shell.put(name, { value: opaque('input'), exported: true });
  shell.cwd = opaque('input');
  return shell;
}
