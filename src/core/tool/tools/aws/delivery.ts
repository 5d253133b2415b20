import type { Row } from '../../table.js';

const stack = ['--stack-name', '--stack-set-name', '--change-set-name'] as const;

/** Stacks, functions, deployments. */
export const deployRows: readonly Row[] = [
  { words: 'cloudformation deploy', when: ['--no-execute-changeset'], verb: 'create', noun: 'change-set', resource: stack },
  {
    words: 'cloudformation deploy',
    verb: 'replace',
    traits: ['in-part'],
    noun: 'stack',
    resource: stack,
    reach: 'uncountable',
    safer: '{command} --no-execute-changeset',
  },
  {
    words: 'cloudformation update-stack|execute-change-set|update-stack-set|update-stack-instances',
    verb: 'replace',
    traits: ['in-part'],
    noun: 'stack',
    resource: stack,
    reach: 'uncountable',
    safer: 'aws cloudformation create-change-set {--stack-name} {--template-body} {--profile} {--region}',
  },
  {
    words: 'cloudformation delete-stack',
    verb: 'destroy',
    noun: 'stack',
    resource: stack,
    reach: 'uncountable',
    safer: 'aws cloudformation list-stack-resources {--stack-name} {--profile} {--region}',
  },
  { words: 'cloudformation delete-stack-set|delete-stack-instances', verb: 'destroy', noun: 'stack', resource: stack, reach: 'uncountable' },
  { words: 'cloudformation validate-template|detect-stack-drift|estimate-template-cost', verb: 'read', noun: 'stack', resource: stack },
  { words: 'cloudformation create-change-set|package', verb: 'create', noun: 'change-set', resource: stack },
  { words: 'cloudformation set-stack-policy|update-termination-protection', verb: 'modify', noun: 'stack', resource: stack, traits: ['protection-off'] },
  {
    words: 'lambda update-function-code|update-function-configuration|publish-version|update-alias',
    verb: 'modify',
    noun: 'function',
    resource: '--function-name',
    traits: ['published'],
  },
  { words: 'lambda invoke|invoke-async', verb: 'execute', noun: 'function', resource: '--function-name' },
  { words: 'stepfunctions start-execution|start-sync-execution', verb: 'execute', noun: 'state-machine', resource: '--state-machine-arn' },
  {
    words: 'deploy create-deployment',
    verb: 'replace',
    noun: 'deployment-group',
    resource: ['--deployment-group-name', '--application-name'],
    traits: ['in-part', 'published'],
  },
  { words: 'amplify start-deployment|start-job', verb: 'modify', noun: 'app', resource: '--app-id', traits: ['published'] },
  { words: 'codepipeline start-pipeline-execution', verb: 'execute', noun: 'pipeline', resource: '--name' },
  { words: 'cloudfront create-invalidation', verb: 'modify', noun: 'distribution', resource: '--distribution-id' },
  { words: 'cloudcontrol delete-resource', verb: 'delete', noun: 'resource', resource: '--identifier' },
];
