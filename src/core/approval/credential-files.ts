import { isAbsolute, programName, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { regular } from './materials.js';

/** Where a system's clients keep whose rights they have, whichever program reaches it. */
const bySystem: Readonly<Record<string, readonly string[]>> = {
  aws: ['.aws/credentials', '.aws/config'],
  gcp: [
    '.config/gcloud/active_config',
    '.config/gcloud/configurations/config_default',
    '.config/gcloud/application_default_credentials.json',
    '.config/gcloud/credentials.db',
    '.boto',
  ],
  azure: ['.azure/azureProfile.json', '.azure/config', '.azure/service_principal_entries.json'],
  kubernetes: ['.kube/config'],
  terraform: ['.terraformrc', '.terraform.d/credentials.tfrc.json'],
  postgres: ['.pgpass', '.pg_service.conf'],
  mysql: ['.my.cnf', '.mylogin.cnf'],
  docker: ['.docker/config.json', '.config/containers/auth.json'],
  registry: ['.docker/config.json', '.config/containers/auth.json'],
  git: ['.gitconfig', '.config/git/config', '.git-credentials', '.netrc'],
  github: ['.config/gh/hosts.yml'],
  http: ['.netrc', '.curlrc', '.wgetrc'],
  ssh: ['.ssh/config'],
  npm: ['.npmrc', '.yarnrc.yml'],
  crates: ['.cargo/credentials.toml', '.cargo/config.toml'],
  rubygems: ['.gem/credentials'],
  pypi: ['.pypirc'],
  maven: ['.m2/settings.xml', '.gradle/gradle.properties'],
  heroku: ['.netrc'],
  vault: ['.vault-token'],
};

/** Programs whose files are another system's. */
const byProgram: Readonly<Record<string, readonly string[]>> = {
  terraform: ['aws', 'terraform'],
  tofu: ['aws', 'terraform'],
  terragrunt: ['aws', 'terraform'],
  eb: ['aws'],
  cdk: ['aws'],
  sam: ['aws'],
  eksctl: ['aws', 'kubernetes'],
  helm: ['kubernetes'],
  helmfile: ['kubernetes'],
  kubectl: ['kubernetes'],
  gsutil: ['gcp'],
  bq: ['gcp'],
  psql: ['postgres'],
  pg_dump: ['postgres'],
  mysqldump: ['mysql'],
  curl: ['http'],
  wget: ['http'],
  s3cmd: ['aws'],
};

/** Of a program's own folder in the home: what its name says is settings or rights, and does not change by itself. */
const telling = /conf|cred|auth|token|hosts|profile|account|secret|key|login|session|settings|^id_|rc$/i;
const changing = /cache|log$|logs|history|lock|telemetry|metrics|update|known_hosts|access_tokens|\.bak$|~$/i;

const endings = ['rc', '.json', '.yml', '.yaml', '.toml', '.conf', '.cnf', 'cfg'];
const mostOfProgram = 32;

/** The real paths of files in the home that say with whose rights the programs of a call act. */
export function credentialsOf(effects: readonly Effect[], world: World): readonly string[] {
  const programs = [...new Set(effects.map(({ argv }) => programName(argv[0] ?? '')))];
  const systems = new Set([
    ...effects.map(({ target }) => target.system),
    ...programs.flatMap((name) => (Object.hasOwn(byProgram, name) ? (byProgram[name] ?? []) : [])),
  ]);
  const known = [...systems].flatMap((system) =>
    Object.hasOwn(bySystem, system) ? (bySystem[system] ?? []) : [],
  );
  const named = known.map((name) => resolvePath(world.home, name));
  return regular([...named, ...programs.flatMap((name) => ownFilesOf(name, world))], world);
}

/** Settings that a program keeps under its own name, as most do that have an account somewhere. */
function ownFilesOf(program: string, world: World): readonly string[] {
  if (!/^[A-Za-z][\w-]{0,63}$/.test(program)) return [];
  const configured = world.env['XDG_CONFIG_HOME'];
  const settings =
    configured !== undefined && isAbsolute(configured) ? configured : resolvePath(world.home, '.config');
  const folders = [resolvePath(world.home, `.${program}`), resolvePath(settings, program)];
  const inside = folders.flatMap((folder) =>
    world.files.kind(folder) === 'absent'
      ? []
      : world.files
          .list(folder)
          .filter((name) => telling.test(name) && !changing.test(name))
          .slice(0, mostOfProgram)
          .map((name) => resolvePath(folder, name)),
  );
  return [...inside, ...endings.map((ending) => resolvePath(world.home, `.${program}${ending}`))];
}
