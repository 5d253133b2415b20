/** Which programs the terminal guard stands in front of: those whose tables say that they reach something that others use. */
import type { System } from '../target/target.js';
import { toolsIn } from './table.js';
import { tables } from './tables.js';

/** Systems that are worked on from this machine but stand elsewhere. */
const reaching: ReadonlySet<System> = new Set<System>([
  'aws',
  'serverless',
  'gcp',
  'azure',
  'kubernetes',
  'terraform',
  'pulumi',
  'ansible',
  'salt',
  'postgres',
  'mysql',
  'mongodb',
  'redis',
  'clickhouse',
  'cassandra',
  'mssql',
  'snowflake',
  'trino',
  'database',
  'couchbase',
  'neo4j',
  'oracle',
  'elasticsearch',
  'object-storage',
  'kafka',
  'rabbitmq',
  'zookeeper',
  'vault',
  'consul',
  'nomad',
  'github',
  'gitlab',
  'heroku',
  'fly',
  'vercel',
  'netlify',
  'cloudflare',
  'firebase',
  'supabase',
  'railway',
  'digitalocean',
  'linode',
  'cloud',
  'cloudfoundry',
  'dns',
]);

/**
 * Programs of those systems that work on this machine only, that start constantly while a project is built and tested, or
 * whose name is as often another program's. What they do is judged at the hooks alone, as is what git, ssh, docker and
 * package managers do.
 */
const leftAlone = new Set([
  ...['kustomize', 'kubeval', 'kubeconform', 'kubectl-neat', 'kube-score', 'kube-linter', 'popeye'],
  ...['ansible-doc', 'ansible-lint', 'ansible-config'],
  ...['pg_ctl', 'initdb', 'pg_resetwal', 'pg_upgrade', 'pg_ctlcluster', 'pg_config', 'pg_isready'],
  ...['pg_controldata', 'pg_waldump', 'pg_amcheck', 'pg_verifybackup', 'pg_test_fsync', 'pg_archivecleanup'],
  ...['mysqlbinlog', 'bsondump', 'clickhouse-local', 'spark-sql', 'hive', 'presto', 'isql', 'sql'],
  ...['rails', 'rake', 'flask', 'django-admin', 'manage.py', 'artisan', 'sail', 'mix', 'ecto', 'goose'],
  ...['k', 'tf', 'now', 'vc', 'migrate', 'mc', 'atlas', 'copilot', 'snow', 'spin', 'hub'],
]);

/** Base names, in the order of the tables. */
export const guardedPrograms: readonly string[] = [
  ...new Set(
    toolsIn(tables)
      .filter((tool) => reaching.has(tool.system))
      .flatMap((tool) => tool.programs)
      .filter((program) => !leftAlone.has(program)),
  ),
];
