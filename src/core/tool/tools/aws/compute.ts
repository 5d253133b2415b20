import type { Row } from '../../table.js';

/** Instances, groups, services and what runs on them. */
export const instanceRows: readonly Row[] = [
  { words: 'ec2 terminate-instances', verb: 'delete', noun: 'instance', resource: '--instance-ids', safer: '{command} --dry-run' },
  { words: 'ec2 start-instances', verb: 'modify', noun: 'instance', resource: '--instance-ids' },
  { words: 'ec2 create-replace-root-volume-task', verb: 'replace', noun: 'root-volume', resource: '--instance-id' },
  { words: 'ec2 modify-image-attribute|modify-snapshot-attribute', verb: 'expose', resource: ['--image-id', '--snapshot-id'] },
  { words: 'ec2 cancel-spot-fleet-requests', when: ['--terminate-instances'], verb: 'delete', noun: 'spot-fleet', resource: '--spot-fleet-request-ids' },
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
  { words: 'application-autoscaling register-scalable-target', verb: 'modify', noun: 'scalable-target', resource: '--resource-id' },
  { words: 'autoscaling start-instance-refresh', verb: 'replace', noun: 'group-instances', resource: '--auto-scaling-group-name', reach: 'uncountable' },
  { words: 'ecs update-service', when: ['--desired-count=0'], verb: 'stop', noun: 'service', resource: '--service', reach: 'uncountable' },
  { words: 'ecs update-service', when: ['--force-new-deployment'], verb: 'replace', noun: 'service-tasks', resource: '--service' },
  { words: 'ecs update-service', verb: 'modify', noun: 'service', resource: '--service', traits: ['published'] },
  { words: 'eks update-nodegroup-version', verb: 'replace', noun: 'nodegroup', resource: '--nodegroup-name' },
  {
    words: 'ssm send-command|start-automation-execution|start-session',
    verb: 'execute',
    noun: 'instance',
    resource: ['--instance-ids', '--targets', '--target', '--document-name'],
  },
  { words: 'ecs execute-command', verb: 'execute', noun: 'task', resource: '--task' },
  { words: 'workspaces rebuild-workspaces|migrate-workspace', verb: 'replace', noun: 'workspace' },
];
