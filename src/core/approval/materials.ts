import { isAbsolute, programName, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';

/** Variables by which programs decide where they connect, through whom, and what else they load. */
export const deciding =
  /^(?:PATH|HOME|USER|LD_\w+|DYLD_\w+|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|ZDOTDIR|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|PYTHON\w+|RUBYOPT|RUBYLIB|PERL5?OPT|PERL5LIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|SSL_CERT_\w+|CURL_\w+|REQUESTS_CA_BUNDLE)$|^(?:HTTPS?|ALL|NO|FTP)_PROXY$|^(?:https?|all|no|ftp)_proxy$|^(?:AWS|KUBE|GOOGLE|CLOUDSDK|GCLOUD|AZURE|ARM|TF|TOFU|DOCKER|COMPOSE|PG|MYSQL|MONGO|REDIS|GIT|VAULT|HELM|NOMAD|CONSUL|PULUMI|ANSIBLE|HEROKU|FLY|VERCEL|NETLIFY|CLOUDFLARE|FIREBASE|npm_config)\w*$/;

/** Files of a home that say whose rights a program uses. A star is any client of that name's kind. */
const credentialFiles: Readonly<Record<string, readonly string[]>> = {
  aws: ['.aws/credentials', '.aws/config'],
  eb: ['.aws/credentials', '.aws/config'],
  sam: ['.aws/credentials', '.aws/config'],
  cdk: ['.aws/credentials', '.aws/config'],
  terraform: ['.aws/credentials', '.aws/config', '.terraformrc', '.terraform.d/credentials.tfrc.json'],
  tofu: ['.aws/credentials', '.aws/config', '.terraformrc', '.terraform.d/credentials.tfrc.json'],
  kubectl: ['.kube/config'],
  helm: ['.kube/config'],
  helmfile: ['.kube/config'],
  gcloud: ['.config/gcloud/active_config', '.config/gcloud/application_default_credentials.json'],
  psql: ['.pgpass', '.pg_service.conf'],
  pg_dump: ['.pgpass', '.pg_service.conf'],
  mysql: ['.my.cnf', '.mylogin.cnf'],
  mysqldump: ['.my.cnf', '.mylogin.cnf'],
  docker: ['.docker/config.json'],
  npm: ['.npmrc'],
  gh: ['.config/gh/hosts.yml'],
  curl: ['.netrc', '.curlrc'],
  git: ['.gitconfig', '.git-credentials', '.netrc'],
};

/** Programs that read every file of a directory that is named to them. */
const wholeDirectories =
  /^(?:kubectl|oc|kustomize|helm|ansible|ansible-playbook|terraform|tofu|terragrunt|pulumi|cdk)$/;

/** Names beside a playbook that are read unasked. */
const besidePlaybook = ['roles', 'tasks', 'group_vars', 'host_vars', 'inventory', 'hosts'];

const deepest = 4;
const mostInDirectory = 256;
/** Of a text's words that may name an included file, this many are looked up. */
const mostWords = 400;
const longestText = 64 * 1024;
const including = /\.(?:sh|bash|zsh|ps1|py|rb|pl|js|mjs|cjs|ts|ya?ml|tf|mk|sql|json|toml)$|(?:^|\/)[^./]+$/;

/** The real paths of files in the home that say with whose rights a program acts, and of those that variables name. */
export function credentialsOf(effects: readonly Effect[], world: World): readonly string[] {
  const programs = effects.map(({ argv }) => programName(argv[0] ?? ''));
  const names = programs.flatMap((name) =>
    Object.hasOwn(credentialFiles, name) ? (credentialFiles[name] ?? []) : [],
  );
  return regular(
    names.map((name) => resolvePath(world.home, name)),
    world,
  );
}

/** Files that variables name: start-up files of shells, configurations, certificates. */
export function filesOfVariables(world: World): readonly string[] {
  const paths = Object.entries(world.env)
    .filter(([name]) => deciding.test(name) && name !== 'PATH')
    .flatMap(([, value]) => [value, ...value.split(/[:;]/)])
    .filter((value) => value.length < 4_096 && !value.includes('\0') && isAbsolute(value));
  return regular(paths, world);
}

/** What stands in directories that are named to a program that reads them whole; `paths` are absolute. */
export function filesBelow(
  paths: readonly string[],
  effects: readonly Effect[],
  world: World,
): readonly string[] {
  const programs = effects.map(({ argv }) => programName(argv[0] ?? ''));
  if (!programs.some((name) => wholeDirectories.test(name))) return [];
  const beside = programs.some((name) => name.startsWith('ansible'))
    ? besidePlaybook.map((name) => resolvePath(world.cwd, name))
    : [];
  const own = new Set([world.cwd, world.home, '/']);
  const found: string[] = [];
  const walk = (path: string, depth: number): void => {
    const kind = world.files.kind(path);
    if (kind === 'file' || kind === 'symlink') found.push(path);
    if (kind !== 'directory' || depth > deepest || own.has(path)) return;
    for (const name of world.files.list(path)) {
      if (found.length >= mostInDirectory) return;
      walk(resolvePath(path, name), depth + 1);
    }
  };
  for (const path of [...paths, ...beside]) if (world.files.kind(path) === 'directory') walk(path, 0);
  return regular(found, world);
}

/** Files that the texts of scripts and playbooks name, two steps deep. `files` are real paths. */
export function filesIncluded(files: readonly string[], world: World): readonly string[] {
  const all = new Set<string>();
  let next = files;
  for (let depth = 0; depth < 2; depth += 1) {
    next = next
      .flatMap((file) => namedIn(file, world))
      .filter((file) => !all.has(file) && !files.includes(file));
    for (const file of next) all.add(file);
  }
  return [...all];
}

function namedIn(file: string, world: World): readonly string[] {
  if (!including.test(file)) return [];
  const read = world.files.read(file);
  if (!read.ok || read.text.length > longestText) return [];
  const words = read.text
    .split(/[\s"'`;|&<>()=,[\]{}]+/)
    .filter((word) => /[./]/.test(word) && word.length < 1_024);
  const places = [resolvePath(file, '..'), world.cwd];
  const paths = [...new Set(words)]
    .slice(0, mostWords)
    .flatMap((word) => places.map((place) => resolvePath(place, word)));
  return regular(paths, world);
}

/** The regular files among paths, by their real paths. */
export function regular(paths: readonly string[], world: World): readonly string[] {
  const real = [...new Set(paths)].flatMap((path) => {
    const kind = world.files.kind(path);
    if (kind !== 'file' && kind !== 'symlink') return [];
    const end = world.files.real(path);
    return end !== undefined && world.files.kind(end) === 'file' ? [end] : [];
  });
  return [...new Set(real)];
}
