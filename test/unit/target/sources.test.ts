import assert from 'node:assert/strict';
import type { Target } from '../../../src/core/target/target.js';
import { effectsFor } from '../../support/effects.js';
import type { memoryWorld } from '../../support/world.js';

type Form = NonNullable<Parameters<typeof memoryWorld>[0]>;

function targetOf(command: string, world: Form = {}): Target | undefined {
  return effectsFor(command, world).at(-1)?.target;
}

function short(command: string, world: Form = {}): string {
  const target = targetOf(command, world);
  return `${target?.name} ${target?.environment} ${target?.evidence[0]?.source ?? '-'}`;
}

const kubeconfig = `
apiVersion: v1
current-context: dev
contexts:
- name: dev
  context: { cluster: dev-cluster, user: ada, namespace: shop }
- name: eu
  context: { cluster: prod-cluster, user: kubernetes-admin }
- name: kind
  context: { cluster: kind, user: kind }
clusters:
- name: dev-cluster
  cluster: { server: "https://k8s.dev.acme.com:6443" }
- name: prod-cluster
  cluster: { server: "https://k8s.prod.acme.com:6443" }
- name: kind
  cluster: { server: "https://127.0.0.1:40001" }
`;

describe('AWS: where a call goes', () => {
  const files = {
    '/home/ada/.aws/config': `[default]
region = us-east-1
[profile base]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = AdministratorAccess
[profile billing]
role_arn = arn:aws:iam::222222222222:role/prod-deployer
source_profile = base
region = eu-west-1
[profile loop]
source_profile = loop
[profile local]
endpoint_url = http://localhost:4566
`,
    '/home/ada/.aws/credentials': '[default]\naws_access_key_id = AKIAEXAMPLE1234\n',
  };
  const command = 'aws sqs delete-queue --queue-url q';

  it('a flag, then the variable, then the default profile', () => {
    const env = { AWS_PROFILE: 'base' };
    assert.equal(targetOf(`${command} --profile billing`, { files, env })?.account, '222222222222');
    assert.equal(targetOf(`AWS_PROFILE=billing ${command}`, { files, env })?.account, '222222222222');
    assert.equal(targetOf(command, { files, env })?.account, '111111111111');
    assert.equal(targetOf(command, { files })?.region, 'us-east-1');
    assert.equal(targetOf(`unset AWS_PROFILE; ${command}`, { files, env })?.account, undefined);
    assert.equal(targetOf(`export AWS_PROFILE=billing; ${command}`, { files })?.account, '222222222222');
  });

  it('the role that is assumed tells the environment, the account and the rights', () => {
    const target = targetOf(`${command} --profile billing`, { files });
    assert.deepEqual(
      [target?.environment, target?.identity, target?.region],
      ['production', 'role prod-deployer', 'eu-west-1'],
    );
    assert.ok(target?.evidence.some((one) => one.source === 'role_arn'));
  });

  it('an admin role is privileged, by name', () => {
    const [effect] = effectsFor(`${command} --profile base`, { files });
    assert.ok(effect?.traits.includes('privileged'));
    assert.equal(effect?.target.identity, 'role AdministratorAccess');
  });

  it('a loopback endpoint is local; a chain that loops ends', () => {
    assert.equal(targetOf(`${command} --profile local`, { files })?.environment, 'local');
    assert.equal(targetOf(`${command} --endpoint-url http://127.0.0.1:4566`)?.environment, 'local');
    assert.equal(targetOf(`${command} --profile loop`, { files })?.environment, 'unknown');
  });

  it('an unresolved profile is named', () => {
    assert.ok(effectsFor(`${command} --profile "$P"`)[0]?.traits.includes('opaque-selector'));
  });

  it('eb: the project file names the environment', () => {
    const project = {
      '/projects/app/.elasticbeanstalk/config.yml': 'branch-defaults:\n  main:\n    environment: shop-prod\n',
    };
    assert.equal(
      short('eb terminate', { files: project }),
      'shop-prod production .elasticbeanstalk/config.yml',
    );
  });
});

describe('Kubernetes: where a call goes', () => {
  const files = { '/home/ada/.kube/config': kubeconfig };
  const command = 'kubectl delete deploy web';

  it('the current context, a flag, an earlier switch', () => {
    assert.equal(short(command, { files }), 'dev development kubeconfig current-context');
    assert.equal(short(`${command} --context eu`, { files }), 'eu production cluster');
    assert.equal(short(`kubectl config use-context eu; ${command}`, { files }), 'eu production cluster');
    assert.equal(targetOf(command, { files })?.scope, 'shop');
    assert.equal(targetOf(`${command} -n prod`, { files })?.environment, 'production');
    assert.deepEqual(targetOf(`${command} -n prod`, { files })?.conflict, ['development']);
  });

  it('a loopback server is local; an admin user is privileged', () => {
    assert.equal(targetOf(`${command} --context kind`, { files })?.environment, 'local');
    assert.ok(effectsFor(`${command} --context eu`, { files })[0]?.traits.includes('privileged'));
  });

  it('KUBECONFIG is a list in which the first word wins', () => {
    const two = { '/a': 'current-context: prod-a\n', '/b': `${kubeconfig}` };
    assert.equal(targetOf(command, { files: two, env: { KUBECONFIG: '/a:/b' } })?.name, 'prod-a');
    assert.equal(targetOf(`KUBECONFIG=/b ${command}`, { files: two })?.name, 'dev');
    assert.equal(
      targetOf(`${command} --kubeconfig /b`, { files: two, env: { KUBECONFIG: '/a' } })?.name,
      'dev',
    );
  });

  it('a bomb, a broken file and a huge one are opaque', () => {
    const bomb = `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ncurrent-context: prod\ncontexts: *d\n`;
    assert.equal(targetOf(command, { files: { '/home/ada/.kube/config': bomb } })?.environment, 'production');
    for (const text of [
      '{{{',
      `current-context: prod\n${'# x\n'.repeat(400_000)}`,
      'x'.repeat(9 * 1024 * 1024),
    ]) {
      const [effect] = effectsFor(command, { files: { '/home/ada/.kube/config': text } });
      assert.ok(effect?.opaque.includes('kubeconfig'));
    }
  });

  it('helm and eksctl look there too', () => {
    assert.equal(targetOf('helm uninstall web', { files })?.environment, 'development');
    assert.equal(targetOf('helm uninstall web --kube-context eu', { files })?.environment, 'production');
    assert.equal(targetOf('HELM_NAMESPACE=prod helm uninstall web')?.environment, 'production');
  });
});

describe('Terraform and Pulumi: where a call goes', () => {
  const backend = JSON.stringify({
    backend: { type: 's3', config: { bucket: 'acme-state', key: 'prod/network.tfstate', region: 'x' } },
  });

  it('the workspace file, the variable, the backend', () => {
    assert.equal(
      short('terraform apply', { files: { '/projects/app/.terraform/environment': 'prod' } }),
      'prod production .terraform/environment',
    );
    assert.equal(short('TF_WORKSPACE=staging terraform apply'), 'staging staging TF_WORKSPACE');
    assert.equal(
      short('terraform apply', { files: { '/projects/app/.terraform/terraform.tfstate': backend } }),
      'prod/network production backend key',
    );
    assert.equal(
      targetOf('cd infra && terraform apply', {
        files: { '/projects/app/infra/.terraform/environment': 'prod' },
      })?.name,
      'prod',
    );
    assert.equal(
      targetOf('terraform -chdir=infra apply', {
        files: { '/projects/app/infra/.terraform/environment': 'prod' },
      })?.name,
      'prod',
    );
    assert.equal(
      targetOf('TF_DATA_DIR=/d terraform apply', { files: { '/d/environment': 'prod' } })?.name,
      'prod',
    );
  });

  it('variables and variable files', () => {
    assert.equal(targetOf('terraform apply -var env=prod')?.environment, 'production');
    assert.equal(targetOf('TF_VAR_stage=prod terraform apply')?.environment, 'production');
    assert.equal(
      targetOf('terraform apply', {
        files: { '/projects/app/terraform.tfvars': 'environment = "production"\n' },
      })?.environment,
      'production',
    );
  });

  it('credentials of production with a workspace of development are a conflict', () => {
    const target = targetOf('AWS_PROFILE=prod terraform apply', {
      files: { '/projects/app/.terraform/environment': 'dev' },
    });
    assert.deepEqual([target?.environment, target?.conflict], ['production', ['development']]);
  });

  it('pulumi reads the stack that is selected', () => {
    const files = {
      '/projects/app/Pulumi.yaml': 'name: shop\nruntime: nodejs\n',
      '/home/ada/.pulumi/workspaces/shop-ab12-workspace.json': '{"stack":"acme/shop/prod"}',
    };
    assert.equal(short('pulumi up', { files }), 'acme/shop/prod production pulumi workspace');
    assert.equal(targetOf('PULUMI_STACK=dev pulumi up', { files })?.environment, 'development');
  });
});

describe('Google Cloud and Azure: where a call goes', () => {
  const files = {
    '/home/ada/.config/gcloud/active_config': 'work',
    '/home/ada/.config/gcloud/configurations/config_work':
      '[core]\nproject = acme-prod\naccount = ada@acme.com\n[compute]\nregion = europe-west1\n',
    '/home/ada/.azure/azureProfile.json': `\uFEFF${JSON.stringify({
      subscriptions: [
        { id: '1', name: 'Acme Dev', isDefault: false, user: { name: 'ada' } },
        { id: '2', name: 'Acme Production', isDefault: true, user: { name: 'ada' } },
      ],
    })}`,
  };

  it('the active configuration, a variable, a flag', () => {
    const target = targetOf('gcloud compute disks delete d', { files });
    assert.deepEqual(
      [target?.environment, target?.account, target?.region, target?.identity],
      ['production', 'acme-prod', 'europe-west1', 'ada@acme.com'],
    );
    assert.equal(
      targetOf('CLOUDSDK_CORE_PROJECT=acme-dev gcloud compute disks delete d', { files })?.account,
      'acme-dev',
    );
    assert.equal(
      targetOf('gcloud compute disks delete d --project acme-dev', { files })?.account,
      'acme-dev',
    );
  });

  it('the default subscription, a flag by name or id', () => {
    assert.equal(targetOf('az group delete -n rg', { files })?.environment, 'production');
    assert.equal(targetOf('az group delete -n rg --subscription 1', { files })?.environment, 'development');
    assert.equal(targetOf('az group delete -n rg', { files })?.identity, 'ada');
  });
});

describe('Databases: where a call goes', () => {
  const rows = [
    [
      'psql postgres://u:secret@db.prod.acme.com:5432/shop -c "truncate a"',
      'db.prod.acme.com production connection string',
    ],
    [
      'psql "host=db.prod.acme.com dbname=shop" -c "truncate a"',
      'db.prod.acme.com production connection string',
    ],
    ['psql "postgres://localhost/shop?host=prod-db" -c "truncate a"', 'prod-db production connection string'],
    [
      'psql "postgres://localhost/shop?hostaddr=10.0.0.9" -c "truncate a"',
      '10.0.0.9 unknown connection string',
    ],
    ['PGHOSTADDR=10.0.0.9 psql -h localhost shop -c "truncate a"', '10.0.0.9 unknown PGHOSTADDR'],
    [
      'psql "host=localhost hostaddr=10.0.0.9 dbname=shop" -c "truncate a"',
      '10.0.0.9 unknown connection string',
    ],
    ['PGHOST=prod-db psql -c "truncate a"', 'prod-db production PGHOST'],
    ['PGHOST=prod-db psql -h localhost -c "truncate a"', 'localhost local -h'],
    ['psql -h /var/run/postgresql -c "truncate a"', '/var/run/postgresql local --host'],
    ['psql service=billing -c "truncate a"', 'prod-db production pg_service.conf'],
    ['PGSERVICE=billing psql -c "truncate a"', 'prod-db production pg_service.conf'],
    ['mysql -e "truncate a"', 'my-prod production my.cnf'],
    ['mysql --defaults-file=/other.cnf -e "truncate a"', 'db2 unknown --'],
    ['mysql --defaults-extra-file=/other.cnf -e "truncate a"', 'my-prod production my.cnf'],
    ['mysql --defaults-file=/including.cnf -e "truncate a"', 'db.prod.acme.com production my.cnf'],
    [
      'mysql --defaults-file=/groups.cnf --defaults-group-suffix=_prod -e "truncate a"',
      'prod-db2 production --',
    ],
    ['mysql --no-defaults -e "truncate a"', 'mysql unknown -'],
    [
      'redis-cli -u rediss://u:p@cache.prod.acme.com:6379/0 FLUSHDB',
      'cache.prod.acme.com production connection string',
    ],
    ['npx prisma migrate deploy', 'db.prod.acme.com production .env'],
    ['DATABASE_URL=postgres://localhost/shop npx prisma migrate deploy', 'shop local DATABASE_URL'],
    ['ansible-playbook -i inventories/production site.yml', 'inventories/production production --inventory'],
    ['ansible-playbook -i hosts -l prod site.yml', 'prod production --limit'],
  ] as const;
  const files = {
    '/home/ada/.pg_service.conf': '[billing]\nhost=prod-db\ndbname=billing\n',
    '/home/ada/.my.cnf': '[client]\nhost = my-prod\n',
    '/other.cnf': '[mysql]\nhost = db2\n',
    '/including.cnf': '[mysql]\nhost = db3\n!includedir /conf.d\n!include /missing.cnf\n',
    '/conf.d/a.cnf': '[client]\nhost = db4 # was\n[mysqld]\nhost=no\n!include /including.cnf\n',
    '/conf.d/b.cnf': '[client]\nloose_host = "db.prod.acme.com"\n',
    '/conf.d/c.txt': '[client]\nhost = never\n',
    '/groups.cnf': '[client_prod]\nhost = prod-db2\n[client]\nuser = a\n',
    '/projects/app/.env': 'DATABASE_URL="postgresql://u:p@db.prod.acme.com/shop"\n',
  };
  for (const [command, expected] of rows) {
    it(command, () => {
      const [name, environment] = expected.split(' ');
      const target = targetOf(command, { files });
      assert.deepEqual([target?.name, target?.environment], [name, environment]);
    });
  }

  it('a password is told to nobody', () => {
    const [effect] = effectsFor('psql postgres://u:hunter2@db.acme.com/shop -c "truncate a"');
    assert.ok(!JSON.stringify(effect?.target).includes('hunter2'));
  });

  it('a loopback port that an earlier command forwards is not this machine', () => {
    const drop = 'psql -h localhost -p 5433 -c "drop table a"';
    assert.equal(targetOf(drop)?.environment, 'local');
    assert.equal(
      targetOf(`kubectl port-forward -n prod svc/db 5433:5432 & ${drop}`)?.environment,
      'production',
    );
    assert.equal(targetOf(`ssh -fNL 5433:db:5432 bastion-prod; ${drop}`)?.environment, 'production');
    assert.equal(targetOf(`ssh -L 5433:db:5432 -N bastion & ${drop}`)?.environment, 'unknown');
  });
});
