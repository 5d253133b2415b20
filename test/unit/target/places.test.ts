import assert from 'node:assert/strict';
import { effectsFor } from '../../support/effects.js';
import type { memoryWorld } from '../../support/world.js';

type Files = NonNullable<NonNullable<Parameters<typeof memoryWorld>[0]>['files']>;

interface Row {
  readonly call: string;
  readonly source: string;
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
}

const ws = '/projects/app';
const home = '/home/ada';
const head = { [`${ws}/.git/HEAD`]: 'ref: refs/heads/release\n' };

/** One row for each source: the call, the one place that says production, and what the evidence names. */
const rows: readonly Row[] = [
  {
    call: 'eb terminate',
    source: '.elasticbeanstalk/config.yml',
    files: {
      ...head,
      [`${ws}/.elasticbeanstalk/config.yml`]:
        'branch-defaults:\n  main:\n    environment: shop-dev\n  release:\n    environment: shop-prod\n',
    },
  },
  {
    call: 'eb deploy',
    source: '.elasticbeanstalk/config.yml',
    files: { [`${ws}/.elasticbeanstalk/config.yml`]: 'global:\n  profile: acme-prod\n' },
  },
  {
    call: "ssh vps 'rm -rf /srv/app'",
    source: '~/.ssh/config',
    files: { [`${home}/.ssh/config`]: 'Host vps\n  HostName web-1.prod.acme.example\n  User ada\n' },
  },
  {
    call: 'scp a.txt vps:/srv/',
    source: '~/.ssh/config',
    files: {
      [`${home}/.ssh/config`]: 'Host other\n  HostName x\nHost jump vps\n  HostName prod-1.acme.example\n',
    },
  },
  {
    call: 'firebase deploy',
    source: '~/.config/configstore/firebase-tools.json',
    files: {
      [`${ws}/.firebaserc`]: '{"projects":{"default":"ledger-dev"}}',
      [`${home}/.config/configstore/firebase-tools.json`]: `{"activeProjects":{"${ws}":"ledger-prod"}}`,
    },
  },
  {
    call: 'firebase deploy',
    source: '.firebaserc',
    files: { [`${ws}/.firebaserc`]: '{"projects":{"default":"ledger-prod"}}' },
  },
  {
    call: 'wrangler delete',
    source: 'wrangler.toml',
    files: { [`${ws}/wrangler.toml`]: 'name = "api-prod"\n' },
  },
  { call: 'fly deploy', source: 'fly.toml', files: { [`${ws}/fly.toml`]: 'app = "shop-prod"\n' } },
  {
    call: 'vercel remove --yes',
    source: '.vercel/project.json',
    files: { [`${ws}/.vercel/project.json`]: '{"projectName":"shop-prod"}' },
  },
  {
    call: 'railway down',
    source: '~/.railway/config.json',
    files: { [`${home}/.railway/config.json`]: `{"projects":{"${ws}":{"environmentName":"production"}}}` },
  },
  { call: 'railway down', source: 'RAILWAY_ENVIRONMENT', env: { RAILWAY_ENVIRONMENT: 'production' } },
  {
    call: 'supabase db push',
    source: 'supabase/.temp/linked-project.json',
    files: { [`${ws}/supabase/.temp/linked-project.json`]: '{"name":"shop-prod"}' },
  },
  {
    call: 'heroku config:set A=b',
    source: '.git/config',
    files: {
      ...head,
      [`${ws}/.git/config`]: '[remote "heroku"]\n\turl = https://git.heroku.com/shop-production.git\n',
    },
  },
  {
    call: 'heroku config:set A=b -r eu',
    source: '.git/config',
    files: {
      ...head,
      [`${ws}/.git/config`]:
        '[remote "heroku"]\n\turl = https://git.heroku.com/shop-dev.git\n[remote "eu"]\n\turl = git@heroku.com:shop-production.git\n',
    },
  },
  {
    call: 'doctl apps update 11',
    source: '~/.config/doctl/config.yaml',
    files: { [`${home}/.config/doctl/config.yaml`]: 'context: production\n' },
  },
  {
    call: 'hcloud server delete web',
    source: '~/.config/hcloud/cli.toml',
    files: { [`${home}/.config/hcloud/cli.toml`]: 'active_context = "acme-prod"\n' },
  },
  {
    call: 'scw instance server delete x',
    source: '~/.config/scw/config.yaml',
    files: { [`${home}/.config/scw/config.yaml`]: 'active_profile: prod\n' },
  },
  {
    call: 'argocd app sync shop',
    source: '~/.config/argocd/config',
    files: { [`${home}/.config/argocd/config`]: 'current-context: argocd.prod.acme.example\n' },
  },
  {
    call: 'mc cp ./x.csv store/invoices/x.csv',
    source: '~/.mc/config.json',
    files: { [`${home}/.mc/config.json`]: '{"aliases":{"store":{"url":"https://minio.prod.acme.example"}}}' },
  },
  {
    call: 'rclone purge store:invoices',
    source: '~/.config/rclone/rclone.conf',
    files: {
      [`${home}/.config/rclone/rclone.conf`]: '[store]\ntype = s3\nendpoint = https://s3.prod.acme.example\n',
    },
  },
  {
    call: 'dbt run --full-refresh',
    source: '~/.dbt/profiles.yml',
    files: {
      [`${ws}/dbt_project.yml`]: 'profile: shop\n',
      [`${home}/.dbt/profiles.yml`]: 'shop:\n  target: prod\n  outputs:\n    prod:\n      host: db\n',
    },
  },
  {
    call: 'ansible-playbook site.yml -i inventory',
    source: 'inventory',
    files: { [`${ws}/inventory`]: '[production]\nweb-1\n' },
  },
  {
    call: 'kamal deploy',
    source: 'config/deploy.yml',
    files: { [`${ws}/config/deploy.yml`]: 'service: shop\nservers:\n  - web.prod.acme.example\n' },
  },
  {
    call: 'amplify push -y',
    source: 'amplify/.config/local-env-info.json',
    files: { [`${ws}/amplify/.config/local-env-info.json`]: '{"envName":"prod"}' },
  },
  {
    call: 'copilot app delete --yes',
    source: 'copilot/.workspace',
    files: { [`${ws}/copilot/.workspace`]: 'application: shop-prod\n' },
  },
  {
    call: 'sam deploy',
    source: 'samconfig.toml',
    files: { [`${ws}/samconfig.toml`]: '[default.deploy.parameters]\nstack_name = "shop-prod"\n' },
  },
  {
    call: 'sam delete --config-env eu',
    source: 'samconfig.toml',
    files: { [`${ws}/samconfig.toml`]: '[eu.deploy.parameters]\nprofile = "acme-prod"\n' },
  },
  {
    call: 'serverless deploy',
    source: 'serverless.yml',
    files: { [`${ws}/serverless.yml`]: 'provider:\n  stage: prod\n' },
  },
  {
    call: 'serverless remove',
    source: 'serverless.yml',
    files: { [`${ws}/serverless.yml`]: "provider:\n  stage: \u0024{opt:stage, 'prod'}\n" },
  },
  {
    call: 'serverless remove',
    source: 'serverless.yml',
    files: { [`${ws}/serverless.yml`]: 'provider:\n  profile: acme-prod\n' },
  },
  { call: 'cdk deploy', source: 'cdk.json', files: { [`${ws}/cdk.json`]: '{"profile":"acme-prod"}' } },
  {
    call: 'terraform apply -auto-approve',
    source: 'main.tf',
    files: { [`${ws}/main.tf`]: 'terraform {\n  backend "s3" {\n    key = "prod/net.tfstate"\n  }\n}\n' },
  },
  {
    call: 'terraform destroy',
    source: 'provider.tf',
    files: { [`${ws}/provider.tf`]: 'provider "aws" {\n  profile = "acme-prod"\n}\n' },
  },
  {
    call: 'terraform destroy',
    source: 'terraform.tfstate',
    files: { [`${ws}/terraform.tfstate`]: '{"resources":[{"tags":{"Environment":"production"}}]}' },
  },
  {
    call: 'gsutil rm -r gs://x',
    source: '~/.boto',
    files: { [`${home}/.boto`]: '[GSUtil]\ndefault_project_id = acme-prod\n' },
  },
  {
    call: 'kubectl apply -f k8s.yaml',
    source: 'k8s.yaml',
    files: { [`${ws}/k8s.yaml`]: 'metadata:\n  name: web\n  namespace: production\n' },
  },
  {
    call: 'temporal operator namespace delete x -y',
    source: 'TEMPORAL_ADDRESS',
    env: { TEMPORAL_ADDRESS: 'temporal.prod.acme.example:7233' },
  },
  {
    call: 'alembic upgrade head',
    source: 'alembic.ini',
    files: {
      [`${ws}/alembic.ini`]: '[alembic]\nsqlalchemy.url = postgresql://u:p@db.prod.acme.example/shop\n',
    },
  },
  {
    call: 'flyway migrate',
    source: 'flyway.toml',
    files: {
      [`${ws}/flyway.toml`]: '[environments.default]\nurl = "jdbc:postgresql://db.prod.acme.example/x"\n',
    },
  },
  {
    call: 'liquibase update',
    source: 'liquibase.properties',
    files: { [`${ws}/liquibase.properties`]: 'url: jdbc:postgresql://db.prod.acme.example/x\n' },
  },
  {
    call: 'npx prisma migrate deploy',
    source: '.env POSTGRES_URL',
    files: {
      [`${ws}/prisma/schema.prisma`]:
        'datasource db {\n  provider = "postgresql"\n  url = env("POSTGRES_URL")\n}\n',
      [`${ws}/.env`]: 'POSTGRES_URL=postgres://a:b@db.prod.acme.example/x\n',
    },
  },
  {
    call: 'npx drizzle-kit push',
    source: 'drizzle.config.ts',
    files: {
      [`${ws}/drizzle.config.ts`]:
        "export default { dbCredentials: { url: 'postgres://db.prod.acme.example/x' } };\n",
    },
  },
  {
    call: 'npx typeorm schema:drop -d data-source.ts',
    source: 'data-source.ts',
    files: {
      [`${ws}/data-source.ts`]: "new DataSource({ type: 'postgres', host: 'db.prod.acme.example' })\n",
    },
  },
  {
    call: 'npx knex migrate:latest',
    source: 'knexfile.js',
    files: {
      [`${ws}/knexfile.js`]: "module.exports = { connection: 'postgres://db.prod.acme.example/x' }\n",
    },
  },
  {
    call: 'python manage.py migrate',
    source: 'manage.py',
    files: {
      [`${ws}/manage.py`]: "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\n",
    },
  },
  {
    call: 'php artisan migrate',
    source: '.env APP_ENV',
    files: { [`${ws}/.env`]: 'APP_ENV=production\nDB_HOST=10.0.0.5\n' },
  },
  {
    call: 'bin/rails db:drop',
    source: '.env RAILS_ENV',
    files: { [`${ws}/.env`]: 'RAILS_ENV=production\n' },
  },
];

const targets = (call: string, files: Files = {}, env: Readonly<Record<string, string>> = {}) =>
  effectsFor(call, { files, env }).map((effect) => effect.target);

describe("each tool's own files say where it goes", () => {
  for (const { call, source, files, env } of rows) {
    it(`${call}: ${source}`, () => {
      const found = targets(call, files, env).filter(({ environment }) => environment === 'production');
      const evidence = found.flatMap((target) => target.evidence.map((one) => one.source));
      assert.ok(
        evidence.some((one) => one.includes(source)),
        `${found.length} ${evidence.join(', ')}`,
      );
      assert.ok(
        targets(call).every(({ environment }) => environment !== 'production'),
        'production without the file too',
      );
    });
  }

  it('chooses the first, and hears the others only where they say production', () => {
    const files = {
      [`${ws}/.firebaserc`]: '{"projects":{"default":"ledger-prod","staging":"ledger-dev"}}',
      [`${home}/.config/configstore/firebase-tools.json`]: `{"activeProjects":{"${ws}":"ledger-test"}}`,
    };
    const [target] = targets('firebase deploy', files);
    assert.equal(target?.environment, 'production');
    assert.equal(target?.name, 'ledger-test');
  });

  it('never lets a file lower what an option or a variable says', () => {
    const files = { [`${ws}/serverless.yml`]: 'provider:\n  stage: dev\n' };
    assert.equal(targets('serverless remove --stage prod', files)[0]?.environment, 'production');
    assert.equal(targets('serverless remove', files)[0]?.environment, 'development');
    assert.equal(targets('serverless remove --stage "$STAGE"', files)[0]?.environment, 'unknown');
    const told = (text: string) =>
      targets('php artisan migrate:fresh', { [`${ws}/.env`]: text })[0]?.environment;
    assert.equal(told('APP_ENV=local\n'), 'unknown');
    // The address itself is what the framework would connect to.
    assert.equal(told('APP_ENV=local\nDB_HOST=127.0.0.1\n'), 'local');
    assert.equal(told('APP_ENV=local\nDB_HOST=db.acme.example\n'), 'unknown');
  });

  it('hears the folder of a manifest', () => {
    assert.equal(targets('cd deploy/prod && kubectl apply -f x.yaml').at(-1)?.environment, 'production');
    assert.equal(targets('cd deploy/base && kubectl apply -f x.yaml').at(-1)?.environment, 'unknown');
  });

  it('drops the password of an address', () => {
    const files = {
      [`${ws}/alembic.ini`]: '[alembic]\nsqlalchemy.url = postgresql://u:hunter2@db.prod.acme.example/shop\n',
    };
    assert.equal(JSON.stringify(targets('alembic upgrade head', files)).includes('hunter2'), false);
  });

  it('pushes where the configuration says', () => {
    const files = {
      [`${ws}/.git/HEAD`]: 'ref: refs/heads/feature/x\n',
      [`${ws}/.git/config`]:
        '[remote "origin"]\n\turl = git@github.com:a/b.git\n\tpush = +HEAD:refs/heads/main\n',
    };
    assert.equal(targets('git push', files)[0]?.environment, 'production');
    assert.notEqual(targets('git push origin feature/x', files)[0]?.environment, 'production');
    const other = { ...files, [`${ws}/.git/config`]: '[branch "feature/x"]\n\tpushRemote = production\n' };
    assert.equal(targets('git push', other)[0]?.name, 'production');
  });
});
