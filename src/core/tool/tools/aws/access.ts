import type { Row } from '../../table.js';

const who = ['--user-name', '--role-name', '--group-name', '--policy-arn', '--policy-name'] as const;

/** Who may do what: IAM, organisations, audit trails, and messages to people. */
export const accessRows: readonly Row[] = [
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
    words: 'iam deactivate-mfa-device|delete-virtual-mfa-device|delete-account-password-policy|update-account-password-policy',
    verb: 'expose',
    noun: 'account-protection',
    resource: who,
    traits: ['privileged', 'protection-off'],
  },
  { words: 'iam generate-credential-report|generate-service-last-accessed-details|generate-organizations-access-report', verb: 'read' },
  {
    words: 'organizations leave-organization|close-account|remove-account-from-organization|delete-organization',
    verb: 'destroy',
    noun: 'account',
    resource: '--account-id',
  },
  { words: 'organizations detach-policy|disable-policy-type', verb: 'expose', noun: 'policy', resource: '--policy-id', traits: ['protection-off'] },
  {
    words: 'sso-admin create-account-assignment|put-inline-policy-to-permission-set|attach-managed-policy-to-permission-set',
    verb: 'expose',
    noun: 'permission-set',
    traits: ['privileged'],
  },
  { words: 'lambda add-permission|add-layer-version-permission', verb: 'expose', noun: 'function', resource: ['--function-name', '--layer-name'] },
  { words: 'lambda create-function-url-config|update-function-url-config', verb: 'expose', noun: 'function', resource: '--function-name' },
  { words: 'sqs|sns add-permission', verb: 'expose', resource: ['--queue-url', '--topic-arn'] },
  { words: 'ecr|ecr-public set-repository-policy', verb: 'expose', noun: 'repository', resource: '--repository-name' },
  {
    words: 'cloudtrail stop-logging|delete-trail|put-event-selectors',
    verb: 'delete',
    noun: 'trail',
    resource: ['--name', '--trail-name'],
    traits: ['protection-off'],
  },
  { words: 'guardduty delete-detector|update-detector', verb: 'delete', noun: 'detector', resource: '--detector-id', traits: ['protection-off'] },
  {
    words: 'configservice stop-configuration-recorder|delete-configuration-recorder',
    verb: 'delete',
    noun: 'recorder',
    resource: '--configuration-recorder-name',
    traits: ['protection-off'],
  },
  { words: 'sts *', verb: 'read', noun: 'session' },
  { words: 'sso login|logout', verb: 'read', noun: 'session' },
  { words: 'cognito-idp admin-delete-user|admin-delete-user-attributes', verb: 'delete', noun: 'user', resource: '--username' },
  { words: 'route53domains transfer-domain-to-another-aws-account|delete-domain|push-domain', verb: 'destroy', noun: 'domain', resource: '--domain-name' },
  { words: 'route53 change-resource-record-sets', verb: 'modify', noun: 'zone', resource: '--hosted-zone-id', traits: ['published'] },
  { words: 'ses|sesv2|sns|pinpoint send-email|send-raw-email|publish|publish-batch|send-messages', verb: 'create', noun: 'message', traits: ['published'] },
  {
    words: 'sqs|kinesis|firehose|events send-message|send-message-batch|put-record|put-records|put-record-batch|put-events',
    verb: 'create',
    noun: 'message',
    resource: ['--queue-url', '--stream-name', '--delivery-stream-name'],
  },
];
