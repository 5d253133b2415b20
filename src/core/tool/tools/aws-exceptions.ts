import type { Row } from '../table.js';

/** Operations whose API verb does not tell what they do. */
export const awsExceptions: readonly Row[] = [
  ...elasticBeanstalkRows(),
  ...objectStoreRows(),
  ...instanceRows(),
  ...databaseRows(),
  ...accessRows(),
  ...deployRows(),
  ...localRows(),
];

function elasticBeanstalkRows(): readonly Row[] {
  const environment = ['--environment-name', '--environment-id', '--source-environment-name'] as const;
  const service = 'elasticbeanstalk';
  return [
    {
      words: `${service} rebuild-environment`,
      verb: 'replace',
      noun: 'environment',
      resource: environment,
      safer: 'aws elasticbeanstalk describe-environment-resources',
    },
    {
      words: `${service} terminate-environment`,
      verb: 'destroy',
      noun: 'environment',
      resource: environment,
    },
    {
      words: `${service} swap-environment-cnames`,
      verb: 'modify',
      noun: 'environment',
      resource: environment,
      traits: ['published'],
    },
    { words: `${service} restart-app-server`, verb: 'stop', noun: 'environment', resource: environment },
    {
      words: `${service} delete-application`,
      verb: 'destroy',
      noun: 'application',
      resource: '--application-name',
    },
    { words: `${service} request-environment-info|retrieve-environment-info`, verb: 'read' },
  ];
}

function objectStoreRows(): readonly Row[] {
  return [
    { words: 's3 ls|presign', verb: 'read', noun: 'bucket', resource: 0 },
    { words: 's3 rb', when: ['--force'], verb: 'destroy', noun: 'bucket', resource: 0, reach: 'uncountable' },
    { words: 's3 rb', verb: 'delete', noun: 'bucket', resource: 0 },
    {
      words: 's3 rm',
      when: ['--recursive'],
      verb: 'destroy',
      noun: 'objects',
      resource: 0,
      traits: ['recursive'],
      reach: 'uncountable',
      safer: 'aws s3 rm --dryrun --recursive',
    },
    { words: 's3 rm', verb: 'delete', noun: 'object', resource: 0, safer: 'aws s3 rm --dryrun' },
    {
      words: 's3 sync',
      when: ['--delete'],
      verb: 'delete',
      noun: 'objects',
      resource: 1,
      reach: 'uncountable',
      safer: 'aws s3 sync --dryrun --delete',
    },
    { words: 's3 mv', verb: 'delete', noun: 'object', resource: 'rest', safer: 'aws s3 mv --dryrun' },
    { words: 's3 sync|cp', verb: 'create', noun: 'object', resource: 1 },
    { words: 's3 website', verb: 'expose', noun: 'bucket', resource: 0 },
    {
      words: 's3api delete-public-access-block',
      verb: 'expose',
      noun: 'bucket',
      resource: '--bucket',
      traits: ['protection-off'],
    },
    {
      words: 's3api put-bucket-policy|put-bucket-acl|put-object-acl|put-public-access-block',
      verb: 'expose',
      noun: 'bucket',
      resource: '--bucket',
    },
    {
      words: 's3control put-public-access-block|delete-public-access-block',
      verb: 'expose',
      noun: 'account',
      resource: '--account-id',
    },
    {
      words: 's3api put-bucket-lifecycle-configuration|put-bucket-lifecycle',
      verb: 'delete',
      noun: 'bucket-objects',
      resource: '--bucket',
      reach: 'uncountable',
    },
    { words: 's3api abort-multipart-upload', verb: 'delete', noun: 'upload', resource: '--key' },
    {
      words: 's3api delete-objects',
      verb: 'delete',
      noun: 'bucket-objects',
      resource: '--bucket',
      reach: 'uncountable',
    },
  ];
}

function instanceRows(): readonly Row[] {
  return [
    {
      words: 'ec2 terminate-instances',
      verb: 'delete',
      noun: 'instance',
      resource: '--instance-ids',
      safer: 'aws ec2 terminate-instances --dry-run',
    },
    { words: 'ec2 start-instances', verb: 'modify', noun: 'instance', resource: '--instance-ids' },
    {
      words: 'ec2 create-replace-root-volume-task',
      verb: 'replace',
      noun: 'root-volume',
      resource: '--instance-id',
    },
    {
      words: 'ec2 modify-image-attribute|modify-snapshot-attribute',
      verb: 'expose',
      resource: ['--image-id', '--snapshot-id'],
    },
    {
      words: 'ec2 cancel-spot-fleet-requests',
      when: ['--terminate-instances'],
      verb: 'delete',
      noun: 'spot-fleet',
      resource: '--spot-fleet-request-ids',
    },
    {
      words: 'autoscaling set-desired-capacity',
      when: ['--desired-capacity=0'],
      verb: 'delete',
      noun: 'group-instances',
      resource: '--auto-scaling-group-name',
      reach: 'uncountable',
    },
    {
      words: 'autoscaling update-auto-scaling-group',
      when: ['--max-size=0', '--desired-capacity=0'],
      verb: 'delete',
      noun: 'group-instances',
      resource: '--auto-scaling-group-name',
      reach: 'uncountable',
    },
    {
      words: 'autoscaling start-instance-refresh',
      verb: 'replace',
      noun: 'group-instances',
      resource: '--auto-scaling-group-name',
      reach: 'uncountable',
    },
    {
      words: 'ecs update-service',
      when: ['--desired-count=0'],
      verb: 'stop',
      noun: 'service',
      resource: '--service',
      reach: 'uncountable',
    },
    {
      words: 'ecs update-service',
      when: ['--force-new-deployment'],
      verb: 'replace',
      noun: 'service-tasks',
      resource: '--service',
    },
    {
      words: 'ecs update-service',
      verb: 'modify',
      noun: 'service',
      resource: '--service',
      traits: ['published'],
    },
    {
      words: 'eks update-nodegroup-version',
      verb: 'replace',
      noun: 'nodegroup',
      resource: '--nodegroup-name',
    },
    {
      words: 'ssm send-command|start-automation-execution|start-session',
      verb: 'execute',
      noun: 'instance',
      resource: ['--instance-ids', '--targets', '--target', '--document-name'],
    },
    { words: 'ecs execute-command', verb: 'execute', noun: 'task', resource: '--task' },
    { words: 'workspaces rebuild-workspaces|migrate-workspace', verb: 'replace', noun: 'workspace' },
  ];
}

function databaseRows(): readonly Row[] {
  const identifier = [
    '--db-instance-identifier',
    '--db-cluster-identifier',
    '--global-cluster-identifier',
  ] as const;
  return [
    {
      words: 'rds|docdb|neptune delete-db-instance|delete-db-cluster|delete-global-cluster',
      verb: 'destroy',
      noun: 'database',
      resource: identifier,
    },
    {
      words: 'rds|docdb|neptune reboot-db-instance|reboot-db-cluster',
      verb: 'stop',
      noun: 'database',
      resource: identifier,
    },
    {
      words: 'rds modify-db-instance',
      when: ['--master-user-password'],
      verb: 'modify',
      noun: 'database',
      resource: identifier,
      traits: ['secret'],
    },
    {
      words: 'rds|docdb|neptune apply-pending-maintenance-action',
      verb: 'stop',
      noun: 'database',
      resource: '--resource-identifier',
    },
    {
      words: 'rds|docdb|neptune restore-db-instance-from-db-snapshot|restore-db-cluster-from-snapshot',
      verb: 'create',
      noun: 'database',
      resource: identifier,
    },
    { words: 'dynamodb delete-table', verb: 'destroy', noun: 'table', resource: '--table-name' },
    {
      words: 'dynamodb query|scan|batch-get-item|transact-get-items|execute-statement-read',
      verb: 'read',
      noun: 'table',
      resource: '--table-name',
    },
    {
      words: 'dynamodb batch-write-item|transact-write-items|execute-statement|batch-execute-statement',
      verb: 'modify',
      noun: 'items',
      reach: 'uncountable',
    },
    {
      words: 'rds-data execute-statement|batch-execute-statement',
      verb: 'modify',
      noun: 'database',
      resource: ['--database', '--resource-arn'],
    },
    {
      words: 'redshift-data execute-statement|batch-execute-statement',
      verb: 'modify',
      noun: 'database',
      resource: ['--database', '--cluster-identifier'],
    },
    { words: 'athena|logs|timestream-query start-query-execution|start-query|query', verb: 'read' },
    {
      words: 'elasticache|memorydb delete-replication-group|delete-cache-cluster|delete-cluster',
      verb: 'destroy',
      noun: 'cache',
      resource: ['--replication-group-id', '--cache-cluster-id', '--cluster-name'],
    },
    {
      words: 'backup delete-backup-vault|delete-recovery-point',
      verb: 'destroy',
      noun: 'backup',
      resource: ['--backup-vault-name', '--recovery-point-arn'],
    },
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
      safer: 'aws kms disable-key',
    },
    { words: 'kms put-key-policy|create-grant', verb: 'expose', noun: 'key', resource: '--key-id' },
    {
      words: 'elasticache|memorydb test-failover',
      verb: 'stop',
      noun: 'cache',
      resource: '--replication-group-id',
    },
    { words: 'drs reverse-replication', verb: 'replace', noun: 'replication' },
    {
      words: 'sqs purge-queue',
      verb: 'destroy',
      noun: 'queue-messages',
      resource: '--queue-url',
      reach: 'uncountable',
    },
  ];
}

function accessRows(): readonly Row[] {
  const who = ['--user-name', '--role-name', '--group-name', '--policy-arn', '--policy-name'] as const;
  return [
    {
      words:
        'iam attach-user-policy|attach-role-policy|attach-group-policy|put-user-policy|put-role-policy|put-group-policy|create-policy-version|set-default-policy-version|add-user-to-group|add-role-to-instance-profile',
      verb: 'expose',
      noun: 'rights',
      resource: who,
      traits: ['privileged'],
    },
    {
      words:
        'iam update-assume-role-policy|create-access-key|create-login-profile|update-login-profile|create-service-specific-credential|reset-service-specific-credential|upload-ssh-public-key|upload-signing-certificate|delete-role-permissions-boundary|delete-user-permissions-boundary',
      verb: 'expose',
      noun: 'access',
      resource: who,
      traits: ['privileged', 'secret'],
    },
    {
      words:
        'iam deactivate-mfa-device|delete-virtual-mfa-device|delete-account-password-policy|update-account-password-policy',
      verb: 'expose',
      noun: 'account-protection',
      resource: who,
      traits: ['privileged', 'protection-off'],
    },
    {
      words:
        'iam generate-credential-report|generate-service-last-accessed-details|generate-organizations-access-report',
      verb: 'read',
    },
    {
      words:
        'organizations leave-organization|close-account|remove-account-from-organization|delete-organization',
      verb: 'destroy',
      noun: 'account',
      resource: '--account-id',
    },
    {
      words: 'organizations detach-policy|disable-policy-type',
      verb: 'expose',
      noun: 'policy',
      resource: '--policy-id',
      traits: ['protection-off'],
    },
    {
      words:
        'sso-admin create-account-assignment|put-inline-policy-to-permission-set|attach-managed-policy-to-permission-set',
      verb: 'expose',
      noun: 'permission-set',
      traits: ['privileged'],
    },
    {
      words: 'lambda add-permission|add-layer-version-permission',
      verb: 'expose',
      noun: 'function',
      resource: ['--function-name', '--layer-name'],
    },
    {
      words: 'lambda create-function-url-config|update-function-url-config',
      verb: 'expose',
      noun: 'function',
      resource: '--function-name',
    },
    { words: 'sqs|sns add-permission', verb: 'expose', resource: ['--queue-url', '--topic-arn'] },
    {
      words: 'ecr|ecr-public set-repository-policy',
      verb: 'expose',
      noun: 'repository',
      resource: '--repository-name',
    },
    {
      words: 'cloudtrail stop-logging|delete-trail|put-event-selectors',
      verb: 'delete',
      noun: 'trail',
      resource: ['--name', '--trail-name'],
      traits: ['protection-off'],
    },
    {
      words: 'guardduty delete-detector|update-detector',
      verb: 'delete',
      noun: 'detector',
      resource: '--detector-id',
      traits: ['protection-off'],
    },
    {
      words: 'configservice stop-configuration-recorder|delete-configuration-recorder',
      verb: 'delete',
      noun: 'recorder',
      resource: '--configuration-recorder-name',
      traits: ['protection-off'],
    },
    { words: 'sts *', verb: 'read', noun: 'session' },
    { words: 'sso login|logout', verb: 'read', noun: 'session' },
    {
      words: 'cognito-idp admin-delete-user|admin-delete-user-attributes',
      verb: 'delete',
      noun: 'user',
      resource: '--username',
    },
    {
      words: 'route53domains transfer-domain-to-another-aws-account|delete-domain|push-domain',
      verb: 'destroy',
      noun: 'domain',
      resource: '--domain-name',
    },
    {
      words: 'route53 change-resource-record-sets',
      verb: 'modify',
      noun: 'zone',
      resource: '--hosted-zone-id',
      traits: ['published'],
    },
    {
      words:
        'ses|sesv2|sns|pinpoint|sqs|kinesis|firehose|events send-email|send-raw-email|publish|publish-batch|send-messages|send-message|send-message-batch|put-record|put-records|put-record-batch|put-events',
      verb: 'create',
      noun: 'message',
      traits: ['published'],
    },
  ];
}

function deployRows(): readonly Row[] {
  const stack = ['--stack-name', '--stack-set-name', '--change-set-name'] as const;
  return [
    {
      words: 'cloudformation deploy',
      when: ['--no-execute-changeset'],
      verb: 'create',
      noun: 'change-set',
      resource: stack,
    },
    {
      words: 'cloudformation deploy|update-stack|execute-change-set|update-stack-set|update-stack-instances',
      verb: 'replace',
      noun: 'stack',
      resource: stack,
      reach: 'uncountable',
      safer: 'aws cloudformation create-change-set',
    },
    {
      words: 'cloudformation delete-stack|delete-stack-set|delete-stack-instances',
      verb: 'destroy',
      noun: 'stack',
      resource: stack,
      reach: 'uncountable',
    },
    {
      words: 'cloudformation validate-template|detect-stack-drift|estimate-template-cost',
      verb: 'read',
      noun: 'stack',
      resource: stack,
    },
    {
      words: 'cloudformation create-change-set|package',
      verb: 'create',
      noun: 'change-set',
      resource: stack,
    },
    {
      words: 'cloudformation set-stack-policy|update-termination-protection',
      verb: 'modify',
      noun: 'stack',
      resource: stack,
      traits: ['protection-off'],
    },
    {
      words: 'lambda update-function-code|update-function-configuration|publish-version|update-alias',
      verb: 'modify',
      noun: 'function',
      resource: '--function-name',
      traits: ['published'],
    },
    { words: 'lambda invoke|invoke-async', verb: 'execute', noun: 'function', resource: '--function-name' },
    {
      words: 'stepfunctions start-execution|start-sync-execution',
      verb: 'execute',
      noun: 'state-machine',
      resource: '--state-machine-arn',
    },
    {
      words: 'deploy create-deployment',
      verb: 'replace',
      noun: 'deployment-group',
      resource: ['--deployment-group-name', '--application-name'],
      traits: ['published'],
    },
    {
      words: 'amplify start-deployment|start-job',
      verb: 'modify',
      noun: 'app',
      resource: '--app-id',
      traits: ['published'],
    },
    { words: 'codepipeline start-pipeline-execution', verb: 'execute', noun: 'pipeline', resource: '--name' },
    {
      words: 'cloudfront create-invalidation',
      verb: 'modify',
      noun: 'distribution',
      resource: '--distribution-id',
    },
    { words: 'cloudcontrol delete-resource', verb: 'delete', noun: 'resource', resource: '--identifier' },
  ];
}

function localRows(): readonly Row[] {
  return [
    { words: '* wait', verb: 'read' },
    { words: 'configure get|list|list-profiles', verb: 'read' },
    { words: 'configure export-credentials', verb: 'read', noun: 'credentials', traits: ['secret'] },
    { words: 'configure', verb: 'modify', noun: 'configuration', traits: ['secret'] },
    { words: 'history|help', verb: 'read' },
    { words: 'eks update-kubeconfig', verb: 'modify', noun: 'kubeconfig', resource: ['--name', '--alias'] },
    { words: 'eks get-token', verb: 'read' },
    { words: 'ecr get-login-password|get-login|get-authorization-token', verb: 'read' },
    { words: 'rds generate-db-auth-token', verb: 'read' },
    { words: 'logs tail', verb: 'read' },
  ];
}
