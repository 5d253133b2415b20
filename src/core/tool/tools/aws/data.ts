import type { Row } from '../../table.js';

const identifier = ['--db-instance-identifier', '--db-cluster-identifier', '--global-cluster-identifier'] as const;

/** Databases, queues, secrets, keys and backups. */
export const databaseRows: readonly Row[] = [
  {
    words: 'rds|docdb|neptune modify-db-snapshot-attribute|modify-db-cluster-snapshot-attribute',
    verb: 'expose',
    noun: 'snapshot',
    resource: ['--db-snapshot-identifier', '--db-cluster-snapshot-identifier'],
  },
  { words: 'secretsmanager put-secret-value|update-secret|restore-secret', verb: 'replace', noun: 'secret', resource: '--secret-id', traits: ['secret'] },
  { words: 'ssm put-parameter', when: ['--overwrite'], verb: 'replace', noun: 'parameter', resource: '--name' },
  {
    words: 'rds delete-db-instance',
    verb: 'destroy',
    noun: 'database',
    resource: identifier,
    safer: 'aws rds describe-db-instances {--db-instance-identifier} {--profile} {--region}',
  },
  {
    words: 'rds delete-db-cluster',
    verb: 'destroy',
    noun: 'database',
    resource: identifier,
    safer: 'aws rds describe-db-clusters {--db-cluster-identifier} {--profile} {--region}',
  },
  { words: 'rds|docdb|neptune delete-db-instance|delete-db-cluster|delete-global-cluster', verb: 'destroy', noun: 'database', resource: identifier },
  { words: 'rds|docdb|neptune reboot-db-instance|reboot-db-cluster', verb: 'stop', noun: 'database', resource: identifier },
  { words: 'rds modify-db-instance', when: ['--master-user-password'], verb: 'modify', noun: 'database', resource: identifier, traits: ['secret'] },
  { words: 'rds|docdb|neptune apply-pending-maintenance-action', verb: 'stop', noun: 'database', resource: '--resource-identifier' },
  { words: 'rds|docdb|neptune restore-db-instance-from-db-snapshot|restore-db-cluster-from-snapshot', verb: 'create', noun: 'database', resource: identifier },
  { words: 'dynamodb delete-table', verb: 'destroy', noun: 'table', resource: '--table-name' },
  { words: 'dynamodb query|scan|batch-get-item|transact-get-items|execute-statement-read', verb: 'read', noun: 'table', resource: '--table-name' },
  { words: 'dynamodb batch-write-item|transact-write-items|execute-statement|batch-execute-statement', verb: 'modify', noun: 'items', reach: 'uncountable' },
  { words: 'rds-data execute-statement|batch-execute-statement', verb: 'modify', noun: 'database', resource: ['--database', '--resource-arn'] },
  { words: 'redshift-data execute-statement|batch-execute-statement', verb: 'modify', noun: 'database', resource: ['--database', '--cluster-identifier'] },
  { words: 'athena|logs|timestream-query start-query-execution|start-query|query', verb: 'read' },
  {
    words: 'elasticache|memorydb delete-replication-group|delete-cache-cluster|delete-cluster',
    verb: 'destroy',
    noun: 'cache',
    resource: ['--replication-group-id', '--cache-cluster-id', '--cluster-name'],
  },
  { words: 'backup delete-backup-vault|delete-recovery-point', verb: 'destroy', noun: 'backup', resource: ['--backup-vault-name', '--recovery-point-arn'] },
  {
    words: 'secretsmanager delete-secret',
    when: ['--force-delete-without-recovery'],
    verb: 'destroy',
    noun: 'secret',
    resource: '--secret-id',
    traits: ['secret'],
  },
  {
    words: 'secretsmanager get-secret-value|batch-get-secret-value',
    verb: 'read',
    noun: 'secret',
    resource: ['--secret-id', '--secret-id-list'],
    traits: ['secret'],
  },
  {
    words: 'kms schedule-key-deletion|delete-imported-key-material',
    verb: 'destroy',
    noun: 'key',
    resource: '--key-id',
    safer: 'aws kms disable-key {--key-id} {--profile} {--region}',
  },
  { words: 'kms put-key-policy|create-grant', verb: 'expose', noun: 'key', resource: '--key-id' },
  { words: 'elasticache|memorydb test-failover', verb: 'stop', noun: 'cache', resource: '--replication-group-id' },
  { words: 'drs reverse-replication', verb: 'replace', noun: 'replication' },
  { words: 'sqs purge-queue', verb: 'destroy', noun: 'queue-messages', resource: '--queue-url', reach: 'uncountable' },
  // What is applied at once may restart or re-create the instance.
  {
    words: 'rds|docdb|neptune|elasticache|redshift|memorydb *',
    when: ['--apply-immediately'],
    verb: 'stop',
    noun: 'database',
    resource: [...identifier, '--replication-group-id', '--cache-cluster-id', '--cluster-identifier'],
  },
];
