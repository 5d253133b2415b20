import type { World } from '../shared/world.js';
import { readAddress } from './address.js';
import { fileText, namesIn, pathIn } from './files.js';
import { placeProbe } from './place-probe.js';

/** A harmless command, and the folder in which it goes where the files there lead. */
export interface Probe {
  readonly cwd: string;
  readonly command: string;
}

/** How many folders are looked through, how deep, and how many names of one. */
const mostFolders = 120;
const deepestFolder = 3;
const mostNames = 400;

/** Where each kind of project stands, by a file or folder of it. `@` is what the expression caught. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/\.tf$/, 'terraform plan'],
  [/^Pulumi\.([\w-]+)\.ya?ml$/, 'pulumi preview -s @'],
  [/^fly\.toml$/, 'fly status'],
  [/^\.elasticbeanstalk$/, 'eb status'],
  [/^\.vercel$/, 'vercel ls'],
  [/^\.netlify$/, 'netlify status'],
  [/^\.firebaserc$/, 'firebase projects:list'],
  [/^wrangler\.(?:toml|jsonc?)$/, 'wrangler tail'],
  [/^supabase$/, 'supabase status'],
  [/^(?:prisma|schema\.prisma|prisma\.config\.ts)$/, 'prisma migrate status'],
  [/^drizzle\.config\.(?:ts|js|json)$/, 'drizzle-kit check'],
  [/^knexfile\.[cm]?[jt]s$/, 'knex migrate:status'],
  [/^alembic\.ini$/, 'alembic current'],
  [/^database\.yml$/, 'rails db:version'],
  [/^manage\.py$/, 'python manage.py showmigrations'],
  [/^artisan$/, 'php artisan migrate:status'],
  [/^deploy\.yml$/, 'kamal app logs'],
  [/^(?:inventory|hosts)(?:\.ini|\.ya?ml)?$/, 'ansible-playbook --list-hosts site.yml'],
  [/^serverless\.(?:ya?ml|json)$/, 'serverless info'],
  [/^\.pscale\.yml$/, 'pscale branch list'],
  [/^wp-config\.php$/, 'wp option get home'],
];

/** Of these the tool stands one folder above. */
const oneAbove = /^(?:database|deploy)\.yml$/;

/** Harmless commands that go where the user's own configuration and this folder lead, without a name. */
const unnamed: readonly string[] = [
  'kubectl get pods',
  'aws sts get-caller-identity',
  'gcloud projects list',
  'az group list',
  'docker ps',
  'psql -l',
  'heroku ps',
  'railway status',
  'doctl compute droplet list',
  'hcloud server list',
  'argocd app list',
];

/** Folders that hold nothing of a project's own. */
const passedOver = /^(?:node_modules|vendor|dist|build|out|target|coverage|venv|__pycache__)$|\./;

/** What is tried for the folder, and in what lies below it for the files that lead somewhere. */
export function probesByFolder(world: World): readonly Probe[] {
  const found: Probe[] = unnamed.map((command) => ({ cwd: world.cwd, command }));
  const open = [{ path: pathIn(world.cwd, '.', world), depth: 0 }];
  for (let at = 0; at < Math.min(open.length, mostFolders); at += 1) {
    const { path, depth } = open[at] ?? { path: '', depth: deepestFolder };
    const names = namesIn(world, path).slice(0, mostNames);
    for (const name of names) {
      found.push(...markedBy(path, name), ...addressesIn(world, path, name));
      if (depth >= deepestFolder || passedOver.test(name)) continue;
      const below = pathIn(path, name, world);
      if (world.files.kind(below) === 'directory') open.push({ path: below, depth: depth + 1 });
    }
    found.push(...workspacesIn(world, path, names));
  }
  return [...new Map(found.map((probe) => [`${probe.cwd}\n${probe.command}`, probe])).values()];
}

function markedBy(folder: string, name: string): readonly Probe[] {
  return marks.flatMap(([mark, command]) => {
    const match = mark.exec(name);
    if (match === null) return [];
    const cwd = oneAbove.test(name) ? folder.slice(0, Math.max(1, folder.lastIndexOf('/'))) : folder;
    return [{ cwd, command: command.replace('@', () => match[1] ?? '') }];
  });
}

/** Terraform's workspaces whose states lie here. */
function workspacesIn(world: World, cwd: string, names: readonly string[]): readonly Probe[] {
  if (!names.includes('terraform.tfstate.d')) return [];
  return namesIn(world, `${cwd}/terraform.tfstate.d`)
    .slice(0, mostNames)
    .flatMap((name) => placeProbe('terraform', name) ?? [])
    .map((command) => ({ cwd, command }));
}

const systems: Readonly<Record<string, string>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  redis: 'redis',
  rediss: 'redis',
};

/** Hosts of databases in a project's `.env` files, templates left out. */
function addressesIn(world: World, cwd: string, name: string): readonly Probe[] {
  if (!/^\.env(?:\.|$)/.test(name) || /\.(?:example|sample|template|dist|defaults)$/.test(name)) return [];
  const text = fileText(world, pathIn(cwd, name, world)) ?? '';
  return text.split('\n').flatMap((line) => {
    const [, address = '', scheme = ''] =
      /=\s*["']?(([a-z+]{3,14}):\/\/[^\s"']+)/.exec(line.slice(0, 2_000)) ?? [];
    const system = Object.hasOwn(systems, scheme) ? systems[scheme] : undefined;
    const host = readAddress(address)?.hosts[0];
    const command = system === undefined || host === undefined ? undefined : placeProbe(system, host);
    return command === undefined ? [] : [{ cwd, command }];
  });
}
