import { field, listField, textField } from '../fields.js';
import { parsedFile } from '../memo.js';
import { variable } from '../whereabouts.js';
import { readYaml } from '../yaml.js';
import { ini, json, match, type PlaceReader, yaml } from './readers.js';
import { env, file, option, type PlaceSource } from './source.js';

/** The same table for the clients of services, which most often keep one file in the home that names who is spoken to. */

const yamlAt = parsedFile(readYaml);

/** The entry of a list or an object that another field, or a variable, names: `contexts` by `current-context`. */
function chosenIn(list: string, by: string, ...says: readonly string[]): PlaceReader {
  return ({ path, setting }) => {
    const document = yamlAt(setting.world, path);
    const name = textField(document, ...by.split('.'));
    if (name === undefined) return [];
    const entries = field(document, ...list.split('.'));
    const entry = Array.isArray(entries)
      ? listField(entries).find((one) => textField(one, 'name') === name)
      : field(entries, name);
    const more = says.map((key) => textField(entry, ...key.split('.')));
    return [name, ...more.filter((one) => one !== undefined)];
  };
}

/** Databricks' bundle: the target that is asked for, or the one that is the default; one that deploys for production says so. */
const bundleTarget: PlaceReader = ({ path, setting }) => {
  const targets = field(yamlAt(setting.world, path), 'targets');
  if (typeof targets !== 'object' || targets === null) return [];
  const given = setting.args.options.get('-t')?.at(-1) ?? setting.args.options.get('--target')?.at(-1);
  const asked = given?.text ?? variable(setting, 'DATABRICKS_BUNDLE_ENV')?.text;
  const chosen = Object.entries(targets).filter(
    ([name, target]) => name === asked || (asked === undefined && textField(target, 'default') === 'true'),
  );
  return chosen.flatMap(([name, target]) => {
    const says = [textField(target, 'mode'), textField(target, 'workspace', 'host')];
    return [name, ...says.filter((one) => one !== undefined)];
  });
};

const deployment =
  /(?:^|[^\w])(?:stage|environment|env|host|hostname)["']?\s{0,4}(?:=>?|:|\(|,)\s{0,4}\[?["']([\w.@-]+)/g;

export const serviceSources: Readonly<Record<string, readonly PlaceSource[]>> = {
  'vault bao': [env('address', 'VAULT_ADDR', 'BAO_ADDR')],
  consul: [env('address', 'CONSUL_HTTP_ADDR')],
  nomad: [option('address', '-address'), env('address', 'NOMAD_ADDR')],
  databricks: [
    file('place', ['databricks.yml', 'databricks.yaml'], bundleTarget),
    env('place', 'DATABRICKS_CONFIG_PROFILE'),
    env('mention', 'DATABRICKS_HOST'),
    file('mention', '~/.databrickscfg', ini('DEFAULT', 'host')),
  ],
  ldcli: [
    env('place', 'LD_ENVIRONMENT'),
    file('place', '~/.config/ldcli/config.yml', yaml('environment')),
    file('mention', '~/.config/ldcli/config.yml', yaml('project')),
  ],
  'a0deploy auth0-deploy-cli': [
    env('place', 'AUTH0_DOMAIN'),
    file('place', ['config.json', 'auth0.json'], json('AUTH0_DOMAIN')),
  ],
  auth0: [file('place', '~/.config/auth0/config.json', json('default_tenant'))],
  okta: [file('mention', ['.okta.yaml', '~/.okta/okta.yaml'], yaml('okta.client.orgUrl'))],
  'sentry-cli': [
    env('mention', 'SENTRY_ORG', 'SENTRY_PROJECT', 'SENTRY_URL'),
    file('mention', ['.sentryclirc', '~/.sentryclirc'], ini('defaults', 'org', 'project', 'url')),
  ],
  'snow snowsql': [
    env('mention', 'SNOWFLAKE_ACCOUNT', 'SNOWFLAKE_DEFAULT_CONNECTION_NAME'),
    file(
      'mention',
      ['~/.snowflake/config.toml', '~/.config/snowflake/config.toml'],
      match(/^(?:default_connection_name|account|database)\s*=\s*"([^"\n]*)"/gm),
    ),
    file('mention', ['~/.snowflake/connections.toml'], match(/^(?:account|database)\s*=\s*"([^"\n]*)"/gm)),
    file('mention', '~/.snowsql/config', ini('connections', 'accountname', 'dbname')),
  ],
  'dep deployer': [file('mention', ['deploy.php', 'deploy.yaml', 'deploy.yml'], match(deployment))],
  'envoy mina': [file('mention', ['Envoy.blade.php', 'config/deploy.rb'], match(deployment))],
  pm2: [
    file('mention', ['ecosystem.config.js', 'ecosystem.config.cjs', 'ecosystem.json'], match(deployment)),
  ],
  stripe: [file('mention', '~/.config/stripe/config.toml', ini(/./, 'display_name'))],
  'sf sfdx': [
    file(
      'place',
      ['.sf/config.json', '.sfdx/sfdx-config.json', '~/.sf/config.json'],
      json('target-org', 'defaultusername'),
    ),
  ],
  nats: [
    env('place', 'NATS_CONTEXT'),
    env('address', 'NATS_URL'),
    file('place', '~/.config/nats/context.txt', match(/^([\w.-]+)/g)),
  ],
  kaf: [file('place', '~/.kaf/config', yaml('current-cluster'))],
  rpk: [
    env('mention', 'RPK_BROKERS'),
    file('place', '~/.config/rpk/rpk.yaml', chosenIn('profiles', 'current_profile', 'from_cloud')),
  ],
  'pulsar-admin pulsarctl': [
    env('mention', 'PULSAR_ADMIN_URL'),
    file('mention', 'conf/client.conf', match(/^(?:webServiceUrl|brokerServiceUrl)\s*=\s*(\S+)/gm)),
  ],
  rabbitmqadmin: [file('mention', '~/.rabbitmqadmin.conf', ini('default', 'hostname'))],
  cqlsh: [
    env('address', 'CQLSH_HOST'),
    file('address', '~/.cassandra/cqlshrc', ini('connection', 'hostname')),
  ],
  'clickhouse-client clickhouse': [
    env('mention', 'CLICKHOUSE_HOST'),
    file('mention', '~/.clickhouse-client/config.xml', match(/<host>([^<\n]+)/g)),
  ],
  influx: [
    env('mention', 'INFLUX_HOST'),
    file('mention', '~/.influxdbv2/configs', match(/^url\s*=\s*"([^"\n]*)"/gm)),
  ],
  etcdctl: [env('mention', 'ETCDCTL_ENDPOINTS')],
  'linode-cli': [file('mention', '~/.config/linode-cli', ini('DEFAULT', 'default-user'))],
  exo: [file('mention', '~/.config/exoscale/exoscale.toml', match(/^defaultaccount\s*=\s*"([^"\n]*)"/gm))],
  oci: [env('place', 'OCI_CLI_PROFILE')],
  openstack: [env('place', 'OS_CLOUD', 'OS_PROJECT_NAME')],
  aliyun: [env('place', 'ALIBABA_CLOUD_PROFILE'), file('place', '~/.aliyun/config.json', json('current'))],
  yc: [file('place', '~/.config/yandex-cloud/config.yaml', yaml('current'))],
  cf: [file('mention', '~/.cf/config.json', json('Target', 'OrganizationFields.Name', 'SpaceFields.Name'))],
  kops: [env('place', 'KOPS_CLUSTER_NAME'), env('mention', 'KOPS_STATE_STORE')],
  talosctl: [file('place', '~/.talos/config', yaml('context'))],
  eksctl: [
    option('mention', '-f', '--config-file'),
    file('mention', ['cluster.yaml', 'eksctl.yaml'], yaml('metadata.name')),
  ],
  'tk tanka': [file('mention', 'spec.json', json('metadata.name', 'spec.namespace', 'spec.apiServer'))],
  'jf jfrog': [env('place', 'JFROG_CLI_SERVER_ID')],
  knife: [
    option('mention', '--profile'),
    file('mention', '.chef/config.rb', match(/^chef_server_url\s+["']([^"'\n]+)/gm)),
  ],
  azd: [env('place', 'AZURE_ENV_NAME'), file('place', '.azure/config.json', json('defaultEnvironment'))],
  contentful: [
    file('place', '.contentfulrc.json', json('activeEnvironmentId')),
    file('mention', ['.contentfulrc.json', '~/.contentfulrc.json'], json('activeSpaceId')),
  ],
  sanity: [
    file(
      'mention',
      ['sanity.cli.ts', 'sanity.cli.js', 'sanity.config.ts'],
      match(/\bdataset["']?\s{0,4}:\s{0,4}["']([\w-]+)/g),
    ),
  ],
  appwrite: [file('place', ['appwrite.json', 'appwrite.config.json'], json('projectName', 'projectId'))],
  grafanactl: [file('place', '~/.config/grafanactl/config.yaml', yaml('current-context'))],
  amtool: [file('mention', '~/.config/amtool/config.yml', match(/^alertmanager\.url:\s*["']?([^"'\s]+)/gm))],
  shopify: [
    env('mention', 'SHOPIFY_FLAG_STORE', 'SHOPIFY_FLAG_ENVIRONMENT'),
    file('mention', 'shopify.theme.toml', match(/^store\s*=\s*"([^"\n]*)"/gm)),
  ],
  drush: [
    file(
      'mention',
      ['wp-cli.yml', 'drush/sites/self.site.yml'],
      match(/^\s{0,8}(?:ssh|host|uri):\s*["']?([^"'\s]+)/gm),
    ),
  ],
  werf: [env('place', 'WERF_ENV'), option('place', '--env')],
  garden: [
    env('place', 'GARDEN_ENVIRONMENT'),
    option('place', '--env'),
    file('place', ['project.garden.yml', 'garden.yml'], yaml('defaultEnvironment')),
  ],
  sqlcmd: [env('address', 'SQLCMDSERVER')],
  turso: [env('mention', 'TURSO_DATABASE_URL')],
  eas: [option('mention', '-e', '--profile', '--environment')],
  doppler: [file('mention', ['doppler.yaml', '.doppler.yaml'], yaml('setup.config', 'setup.project'))],
};
