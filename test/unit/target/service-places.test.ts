import assert from 'node:assert/strict';
import { effectsFor } from '../../support/effects.js';

const ws = '/projects/app';
const home = '/home/ada';

/** The call, and the one file (`~/` in the home) or variable that says production, with what says something else instead. */
const rows: readonly (readonly [call: string, source: string, production: string, other: string])[] = [
  ['wrangler deploy', 'CLOUDFLARE_ENV', 'production', 'preview'],
  [
    'helmfile destroy',
    'helmfile.yaml',
    'helmDefaults:\n  kubeContext: prod-eu\n',
    'helmDefaults:\n  kubeContext: eu\n',
  ],
  ['bq rm -r -f -d analytics', '~/.bigqueryrc', 'project_id = acme-prod-4411\n', 'project_id = acme-4411\n'],
  [
    'python manage.py flush --noinput',
    'manage.py',
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')",
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
  ],
  ['wp db reset --yes', 'wp-cli.yml', 'ssh: web@prod.acme.example\n', 'ssh: web@acme.example\n'],
  ['vault kv delete secret/a', 'VAULT_ADDR', 'https://vault.prod.acme.example', 'https://vault.acme.example'],
  ['consul kv delete a', 'CONSUL_HTTP_ADDR', 'consul.prod.acme.example:8500', 'consul.acme.example:8500'],
  [
    'nomad job stop -purge web',
    'NOMAD_ADDR',
    'https://nomad.prod.acme.example',
    'https://nomad.acme.example',
  ],
  [
    'databricks bundle destroy --auto-approve',
    'databricks.yml',
    'targets:\n  main:\n    mode: production\n    default: true\n  dev:\n    mode: development\n',
    'targets:\n  main:\n    default: true\n  prod:\n    mode: production\n',
  ],
  [
    'databricks bundle destroy -t main',
    'databricks.yml',
    'targets:\n  main:\n    mode: production\n  dev:\n    default: true\n',
    'targets:\n  main:\n    workspace:\n      host: https://a.example\n  dev:\n    mode: production\n    default: true\n',
  ],
  [
    'ldcli flags delete --flag a',
    '~/.config/ldcli/config.yml',
    'environment: production\n',
    'environment: blue\n',
  ],
  [
    'a0deploy import -i t.yaml',
    'config.json',
    '{"AUTH0_DOMAIN":"acme-prod.eu.auth0.com"}',
    '{"AUTH0_DOMAIN":"acme.eu.auth0.com"}',
  ],
  [
    'sentry-cli releases delete 1',
    '~/.sentryclirc',
    '[defaults]\nproject = shop-prod\n',
    '[defaults]\nproject = shop\n',
  ],
  [
    "snow sql -q 'drop table t'",
    '~/.snowflake/config.toml',
    'default_connection_name = "prod"\n',
    'default_connection_name = "eu"\n',
  ],
  [
    'dep deploy',
    'deploy.php',
    "host('web1.acme.example')->set('labels', ['stage' => 'production']);\n",
    "host('web1.acme.example')->set('labels', ['stage' => 'eu']);\n",
  ],
  [
    'dep rollback',
    'deploy.yaml',
    'hosts:\n  web1.acme.example:\n    labels: { stage: "production" }\n',
    'hosts:\n  web1.acme.example:\n    labels: { stage: "eu" }\n',
  ],
  [
    'pm2 deploy eu',
    'ecosystem.config.js',
    "module.exports = { deploy: { eu: { host: 'web.prod.acme.example' } } }",
    "module.exports = { deploy: { eu: { host: 'web.acme.example' } } }",
  ],
  [
    'sf data delete record -s Account -i 1',
    '.sf/config.json',
    '{"target-org":"acme-prod"}',
    '{"target-org":"acme"}',
  ],
  ['nats stream rm S -f', '~/.config/nats/context.txt', 'prod-eu', 'eu'],
  ['kaf topic delete t', '~/.kaf/config', 'current-cluster: prod\n', 'current-cluster: eu\n'],
  [
    'rpk topic delete t',
    '~/.config/rpk/rpk.yaml',
    'current_profile: prod\nprofiles: []\n',
    'current_profile: eu\nprofiles: []\n',
  ],
  [
    'pulsar-admin topics delete t',
    'PULSAR_ADMIN_URL',
    'https://pulsar.prod.acme.example',
    'https://pulsar.acme.example',
  ],
  [
    "cqlsh -e 'DROP TABLE a.t'",
    '~/.cassandra/cqlshrc',
    '[connection]\nhostname = cass.prod.acme.example\n',
    '[connection]\nhostname = cass.acme.example\n',
  ],
  ["clickhouse-client -q 'DROP TABLE t'", 'CLICKHOUSE_HOST', 'ch.prod.acme.example', 'ch.acme.example'],
  [
    'influx bucket delete -n b',
    'INFLUX_HOST',
    'https://influx.prod.acme.example',
    'https://influx.acme.example',
  ],
  [
    'etcdctl del k',
    'ETCDCTL_ENDPOINTS',
    'https://etcd.prod.acme.example:2379',
    'https://etcd.acme.example:2379',
  ],
  [
    'linode-cli linodes delete 1',
    '~/.config/linode-cli',
    '[DEFAULT]\ndefault-user = acme-prod\n',
    '[DEFAULT]\ndefault-user = acme\n',
  ],
  [
    'exo compute instance delete i',
    '~/.config/exoscale/exoscale.toml',
    'defaultaccount = "prod"\n',
    'defaultaccount = "acme"\n',
  ],
  ['oci os bucket delete --bucket-name b', 'OCI_CLI_PROFILE', 'PROD', 'ACME'],
  ['openstack server delete s', 'OS_CLOUD', 'acme-prod', 'acme'],
  [
    'aliyun ecs DeleteInstance --InstanceId i',
    '~/.aliyun/config.json',
    '{"current":"prod"}',
    '{"current":"acme"}',
  ],
  [
    'yc compute instance delete i',
    '~/.config/yandex-cloud/config.yaml',
    'current: prod\n',
    'current: acme\n',
  ],
  [
    'cf delete app -f',
    '~/.cf/config.json',
    '{"SpaceFields":{"Name":"production"}}',
    '{"SpaceFields":{"Name":"blue"}}',
  ],
  ['kops delete cluster x --yes', 'KOPS_CLUSTER_NAME', 'prod.k8s.acme.example', 'k8s.acme.example'],
  ['talosctl reset', '~/.talos/config', 'context: prod\n', 'context: eu\n'],
  ['jf rt del repo/x', 'JFROG_CLI_SERVER_ID', 'prod', 'acme'],
  [
    'azd down --force --purge',
    '.azure/config.json',
    '{"defaultEnvironment":"shop-prod"}',
    '{"defaultEnvironment":"shop"}',
  ],
  [
    'contentful space delete',
    '.contentfulrc.json',
    '{"activeEnvironmentId":"production"}',
    '{"activeEnvironmentId":"blue"}',
  ],
  [
    'sanity documents delete x',
    'sanity.cli.ts',
    "export default { api: { dataset: 'production' } }",
    "export default { api: { dataset: 'blue' } }",
  ],
  [
    'appwrite databases delete --database-id x',
    'appwrite.json',
    '{"projectName":"shop-prod"}',
    '{"projectName":"shop"}',
  ],
  [
    'amtool silence expire x',
    '~/.config/amtool/config.yml',
    'alertmanager.url: https://am.prod.acme.example\n',
    'alertmanager.url: https://am.acme.example\n',
  ],
  ['shopify theme delete -t 1', 'SHOPIFY_FLAG_STORE', 'acme-prod.myshopify.com', 'acme.myshopify.com'],
  [
    'drush sql-drop -y',
    'drush/sites/self.site.yml',
    'eu:\n  uri: https://prod.acme.example\n',
    'eu:\n  uri: https://acme.example\n',
  ],
  ["sqlcmd -Q 'DROP TABLE t'", 'SQLCMDSERVER', 'sql.prod.acme.example', 'sql.acme.example'],
  [
    'eb terminate',
    '.elasticbeanstalk/config.yml',
    'global:\n  profile: acme-prod\n',
    'global:\n  profile: acme\n',
  ],
];

function production(call: string, source: string, text: string): boolean {
  const isVariable = /^[A-Z][A-Z0-9_]*$/.test(source);
  const path = source.startsWith('~/') ? `${home}${source.slice(1)}` : `${ws}/${source}`;
  const at = { cwd: ws, home, env: { HOME: home, ...(isVariable ? { [source]: text } : {}) } };
  const effects = effectsFor(call, isVariable ? at : { ...at, files: { [path]: text } });
  return effects.some(({ target }) => target.environment === 'production');
}

describe('the place that a service’s own file or variable names', () => {
  for (const [call, source, text, other] of rows)
    it(`${call}: ${source}`, () => {
      assert.ok(production(call, source, text), text);
      assert.ok(!production(call, source, other), other);
    });
});
