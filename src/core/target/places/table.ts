import type { ToolInvocation } from '../whereabouts.js';
import {
  aliasOf,
  ansibleInventory,
  branchEnvironment,
  chosenProject,
  djangoModule,
  djangoSettings,
  herokuRemote,
  manifests,
  profileOfDbt,
  railsDatabase,
  samSection,
} from './own.js';
import { ini, json, match, whole, yaml } from './readers.js';
import { serviceSources } from './services.js';
import { dotenv, env, file, only, option, type PlaceSource } from './source.js';

/**
 * Where each tool looks for where it goes, in its own order: flag, variable, project file, user file. A tool's place is one
 * entry here and one row in `test/unit/target/places.test.ts`. Keyed by program, or by the script that an interpreter starts.
 */
const table: Readonly<Record<string, readonly PlaceSource[]>> = {
  eb: [
    file('place', '.elasticbeanstalk/config.yml', branchEnvironment),
    file('mention', '.elasticbeanstalk/config.yml', yaml('global.profile', 'global.application_name')),
  ],
  'ssh scp sftp rsync mosh autossh': [file('mention', '~/.ssh/config', aliasOf)],
  firebase: [
    file('place', '~/.config/configstore/firebase-tools.json', chosenProject),
    file('place', '.firebaserc', json('projects.default')),
    file('mention', '.firebaserc', json('projects.*')),
  ],
  wrangler: [
    env('place', 'CLOUDFLARE_ENV'),
    file(
      'place',
      ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
      match(/^name\s*=\s*["']([^"'\n]+)/gm, /"name"\s*:\s*"([^"\n]+)"/g),
    ),
  ],
  'fly flyctl': [env('place', 'FLY_APP'), file('place', 'fly.toml', match(/^app\s*=\s*["']([^"'\n]+)/gm))],
  'vercel vc now': [
    env('mention', 'VERCEL_PROJECT_ID'),
    file('place', '.vercel/project.json', json('projectName', 'projectId')),
  ],
  'netlify ntl': [env('place', 'NETLIFY_SITE_ID'), file('place', '.netlify/state.json', json('siteId'))],
  railway: [
    env('place', 'RAILWAY_ENVIRONMENT', 'RAILWAY_ENVIRONMENT_NAME'),
    file('place', '~/.railway/config.json', chosenProject),
  ],
  supabase: [
    env('place', 'SUPABASE_PROJECT_ID', 'SUPABASE_PROJECT_REF'),
    file('place', 'supabase/.temp/project-ref', whole),
    file('mention', 'supabase/.temp/linked-project.json', json('name', 'ref')),
    file('mention', 'supabase/.temp/pooler-url', whole),
  ],
  heroku: [env('place', 'HEROKU_APP'), file('place', '.git/config', herokuRemote)],
  doctl: [
    env('place', 'DIGITALOCEAN_CONTEXT'),
    file(
      'place',
      ['~/.config/doctl/config.yaml', '~/Library/Application Support/doctl/config.yaml'],
      yaml('context'),
    ),
  ],
  hcloud: [file('place', '~/.config/hcloud/cli.toml', ini('', 'active_context'))],
  scw: [env('place', 'SCW_PROFILE'), file('place', '~/.config/scw/config.yaml', yaml('active_profile'))],
  argocd: [
    env('place', 'ARGOCD_SERVER'),
    file('place', ['~/.config/argocd/config', '~/.argocd/config'], yaml('current-context')),
  ],
  'mc mcli': [file('address', ['~/.mc/config.json', '~/.mcli/config.json'], aliasOf)],
  rclone: [file('mention', '~/.config/rclone/rclone.conf', aliasOf)],
  dbt: [
    option('place', '--target', '-t'),
    env('place', 'DBT_TARGET'),
    file('place', ['profiles.yml', '~/.dbt/profiles.yml'], profileOfDbt),
  ],
  'ansible ansible-playbook': [
    file(
      'mention',
      ['inventory', 'hosts', 'inventory.ini', 'inventory.yml', '/etc/ansible/hosts'],
      ansibleInventory,
    ),
  ],
  kamal: [
    option('place', '-d', '--destination'),
    file(
      'mention',
      'config/deploy.yml',
      yaml('service', 'servers.*', 'servers.*.*', 'servers.web.hosts.*', 'proxy.host', 'env.clear.RAILS_ENV'),
    ),
  ],
  cap: [file('mention', 'config/deploy.rb', match(/^set :application,\s*["']([^"'\n]+)/gm))],
  amplify: [
    option('place', '--envName'),
    file('place', 'amplify/.config/local-env-info.json', json('envName')),
  ],
  copilot: [file('place', 'copilot/.workspace', yaml('application'))],
  sam: [
    file('mention', 'samconfig.toml', samSection),
    file(
      'mention',
      'samconfig.yaml',
      yaml('default.deploy.parameters.stack_name', 'default.global.parameters.stack_name'),
    ),
  ],
  'serverless sls': [
    option('place', '--stage', '-s'),
    env('place', 'SERVERLESS_STAGE', 'SLS_STAGE'),
    file('place', ['serverless.yml', 'serverless.yaml'], yaml('provider.stage')),
    file('mention', ['serverless.yml', 'serverless.yaml'], yaml('provider.profile', 'custom.stage')),
    file('place', 'serverless.json', json('provider.stage')),
  ],
  sst: [option('place', '--stage'), env('place', 'SST_STAGE'), file('place', '.sst/stage', whole)],
  cdk: [
    option('mention', '--profile'),
    file(
      'mention',
      'cdk.json',
      json('profile', 'context.env', 'context.environment', 'context.stage', 'context.account'),
    ),
    file(
      'mention',
      ['bin/app.ts', 'app.py', 'lib/app.ts'],
      match(/\benv(?:ironment)?_?[nN]ame["']?\s*[:=]\s*["']([\w-]+)/g),
    ),
  ],
  'terraform tofu terragrunt': [
    file(
      'mention',
      ['backend.tf', 'main.tf', 'terraform.tf', 'versions.tf'],
      match(/^[ \t]{0,40}(?:key|prefix|profile|workspace_key_prefix)\s*=\s*"([^"\n]*)"/gm),
    ),
    file(
      'mention',
      ['provider.tf', 'providers.tf', 'main.tf'],
      match(/^[ \t]{0,40}(?:profile|environment|env|stage|project|subscription_id)\s*=\s*"([^"\n]*)"/gim),
    ),
    file('mention', 'terraform.tfstate', match(/"(?:environment|env|stage)"\s*:\s*"([^"\n]*)"/gi)),
  ],
  pulumi: [
    file('mention', 'Pulumi.yaml', yaml('config.aws:profile.value', 'config.aws:profile', 'stackConfigDir')),
  ],
  'gsutil gcloud': [file('mention', '~/.boto', ini('GSUtil', 'default_project_id'))],
  bq: [
    file('mention', '~/.bigqueryrc', ini('', 'project_id')),
    file('mention', '~/.boto', ini('GSUtil', 'default_project_id')),
  ],
  helmfile: [
    option('mention', '-e', '--environment'),
    file(
      'mention',
      ['helmfile.yaml', 'helmfile.yaml.gotmpl', 'helmfile.yml'],
      match(/^[ \t-]{0,40}kubeContext:[ \t]{0,8}["']?([\w.:@/-]+)/gm),
    ),
  ],
  'kubectl oc k kubecolor': [{ as: 'mention', read: manifests }],
  'temporal tctl': [
    env('address', 'TEMPORAL_ADDRESS', 'TEMPORAL_CLI_ADDRESS'),
    env('place', 'TEMPORAL_NAMESPACE', 'TEMPORAL_ENV'),
  ],
  convex: [env('place', 'CONVEX_DEPLOYMENT'), dotenv('place', 'CONVEX_DEPLOYMENT')],
  pscale: [
    file('place', '.pscale.yml', yaml('database', 'org')),
    file('mention', '~/.config/planetscale/pscale.yml', yaml('org')),
  ],
  'neonctl neon': [file('place', '.neon', json('projectId'))],
  hasura: [
    option('address', '--endpoint'),
    dotenv('address', 'HASURA_GRAPHQL_ENDPOINT'),
    file('address', 'config.yaml', yaml('endpoint')),
  ],
  wp: [
    file('mention', 'wp-cli.yml', match(/^\s{0,8}(?:ssh|host|url):\s*["']?([^"'\s]+)/gm)),
    file('address', 'wp-config.php', match(/define\(\s?["']DB_HOST["'],\s?["']([^"'\n]+)/g)),
    file(
      'mention',
      'wp-config.php',
      match(/define\(\s?["'](?:WP_ENVIRONMENT_TYPE|WP_HOME|WP_SITEURL)["'],\s?["']([^"'\n]+)/g),
    ),
  ],
  'platform upsun': [file('place', '.platform/local/project.yaml', yaml('id')), dotenv('mention', 'APP_ENV')],
  directus: [dotenv('address', 'DB_CONNECTION_STRING', 'DB_HOST')],
  alembic: [
    option('place', '-n', '--name'),
    file('address', 'alembic.ini', ini('alembic', 'sqlalchemy.url')),
    dotenv('address', 'DATABASE_URL', 'SQLALCHEMY_DATABASE_URI'),
  ],
  flask: [
    dotenv('address', 'DATABASE_URL', 'SQLALCHEMY_DATABASE_URI'),
    dotenv('mention', 'FLASK_ENV', 'APP_SETTINGS'),
  ],
  flyway: [
    option('address', '-url'),
    env('address', 'FLYWAY_URL'),
    file(
      'address',
      ['flyway.toml', 'flyway.conf', 'conf/flyway.conf'],
      ini(/^(?:|environments\..*|flyway)$/, 'flyway.url', 'url'),
    ),
    option('mention', '-environment'),
  ],
  liquibase: [
    option('address', '--url'),
    env('address', 'LIQUIBASE_COMMAND_URL'),
    file('address', 'liquibase.properties', ini('', 'url', 'liquibase.command.url')),
  ],
  'prisma prisma2': [
    option('address', '--url'),
    file(
      'address',
      ['prisma.config.ts', 'prisma/schema.prisma', 'schema.prisma'],
      match(/\burl\s*[:=]\s*(env\(["'][A-Za-z_]\w*)/g, /\burl\s*[:=]\s*["']([a-z]+:[^"'\n]+)/g),
    ),
  ],
  'drizzle-kit': [
    option('address', '--url'),
    file(
      'address',
      ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.json'],
      match(
        /["']?(?:url|connectionString|host)["']?\s*:\s*["']([^"'\n]+)/g,
        /["']?(?:url|connectionString|host)["']?\s*:\s*(process\.env\.\w+)/g,
      ),
    ),
  ],
  knex: [
    env('mention', 'NODE_ENV'),
    file(
      'address',
      ['knexfile.js', 'knexfile.ts', 'knexfile.cjs', 'knexfile.mjs'],
      match(
        /(?:connection|connectionString|host)["']?\s*:\s*["']([^"'\n]+)/g,
        /(?:connection|connectionString|host)["']?\s*:\s*(process\.env\.\w+)/g,
      ),
    ),
  ],
  'sequelize sequelize-cli': [
    env('mention', 'NODE_ENV'),
    file('address', ['config/config.json', 'config/database.json'], json('development.host')),
    file(
      'address',
      'config/config.js',
      match(/host["']?\s*:\s*["']([^"'\n]+)/g, /host["']?\s*:\s*(process\.env\.\w+)/g),
    ),
  ],
  'typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm mikro-orm': [
    file(
      'address',
      ['data-source.ts', 'src/data-source.ts', 'ormconfig.ts', 'ormconfig.js', 'mikro-orm.config.ts'],
      match(
        /\b(?:host|url|clientUrl)["']?\s*:\s*["']([^"'\n]+)/g,
        /\b(?:host|url|clientUrl)["']?\s*:\s*(process\.env\.\w+)/g,
      ),
    ),
    file('address', 'ormconfig.json', json('host', 'url')),
  ],
  'dbmate goose sqlx diesel migrate atlas node-pg-migrate db-migrate': [
    option('address', '--url', '-u', '-database', '--database'),
    file('mention', 'atlas.hcl', match(/^[ \t]{0,40}url\s*=\s*"([^"\n]*)"/gm)),
    file('mention', 'database.json', json('defaultEnv', '*.host')),
  ],
  'rails rake gitlab-rails': [
    file('address', 'config/database.yml', railsDatabase),
    dotenv('mention', 'RAILS_ENV', 'RACK_ENV'),
  ],
  'manage.py django-admin': [
    { as: 'mention', read: djangoModule },
    file(
      'address',
      ['settings.py', 'app/settings.py', 'config/settings.py', 'config/settings/base.py'],
      match(/["']HOST["']\s*:\s*["']([^"'\n]+)/g),
    ),
    file('address', 'manage.py', djangoSettings),
    dotenv('mention', 'DJANGO_ENV', 'ENVIRONMENT', 'DB_HOST', 'POSTGRES_HOST'),
  ],
  'artisan sail': [
    dotenv('address', 'DATABASE_URL', 'DB_URL', 'DB_HOST'),
    only(/^sqlite$/, dotenv('address', 'DB_CONNECTION')),
    dotenv('mention', 'APP_ENV', 'DB_DATABASE'),
  ],
  'console symfony craft yii phinx doctrine': [
    dotenv('address', 'DATABASE_URL'),
    dotenv('mention', 'APP_ENV'),
  ],
};

const sources = new Map(
  Object.entries({ ...table, ...serviceSources }).flatMap(([keys, of]) =>
    keys.split(' ').map((key) => [key, of] as const),
  ),
);

const interpreters = /^(?:python[\d.]*|php[\d.]*|ruby|bundle|uv|poetry)$/;

/** The sources of a call's tool; none for a tool that keeps no place of its own. */
export function sourcesFor(setting: ToolInvocation): readonly PlaceSource[] {
  const { program } = setting.invocation;
  const own = sources.get(program);
  if (own !== undefined || !interpreters.test(program)) return own ?? [];
  const script = setting.args.operands.slice(0, 3).map(({ text }) => text.replace(/^.*[/\\]/, ''));
  return script.map((name) => sources.get(name)).find((found) => found !== undefined) ?? [];
}
