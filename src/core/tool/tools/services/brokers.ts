import { hasOption, optionValue, rehearses } from '../../../command/arguments.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft, Tool } from '../../table.js';
import { service } from './service.js';

const kafkaPrograms =
  'kafka-topics kafka-configs kafka-consumer-groups kafka-acls kafka-delete-records kafka-reassign-partitions kafka-leader-election kafka-streams-application-reset kafka-storage';
const kafka = service({
  programs: kafkaPrograms
    .split(' ')
    .flatMap((name) => [name, `${name}.sh`])
    .join(' '),
  system: 'kafka',
  flags: '--delete --alter --create --describe --list --reset-offsets --execute --delete-offsets --all-topics --dry-run --verify --add --remove',
  selectors: '--bootstrap-server --zookeeper --command-config',
  valued:
    '--topic --group --entity-type --entity-name --add-config --delete-config --partitions --replication-factor --offset-json-file --to-offset --to-datetime --by-duration --shift-by --reset-policy --describe-config --application-id --input-topics --principal --operation',
});

/** Kafka's programs say in options what others say in words. */
function kafkaDrafts(setting: ToolInvocation): readonly Draft[] {
  const { args, invocation } = setting;
  const name = optionValue(args, '--topic', '--group', '--entity-name')?.text ?? '';
  const noun = hasOption(args, '--group') ? 'group' : 'topic';
  const resource = name === '' ? noun : `${noun}/${name}`;
  const deletes = hasOption(args, '--delete', '--remove', '--delete-offsets') || /delete-records|application-reset/.test(invocation.program);
  const common = { names: [name], resource };
  if (deletes) return [{ ...common, verb: 'delete' }];
  if (hasOption(args, '--delete-config')) return [{ ...common, verb: 'delete', resource: `configuration of ${resource}` }];
  if (hasOption(args, '--reset-offsets')) return [{ ...common, verb: rehearses(args, '--dry-run') ? 'read' : 'replace', resource: `offsets of ${resource}` }];
  // What is older than this is gone at once.
  if (/retention\.(?:ms|bytes)=\d{1,5}\b/.test(optionValue(args, '--add-config')?.text ?? ''))
    return [{ ...common, verb: 'delete', resource: `records of ${resource}`, reach: 'uncountable' }];
  if (hasOption(args, '--alter', '--create', '--add', '--execute', '--add-config')) return [{ ...common, verb: 'modify' }];
  return [{ ...common, verb: 'read' }];
}

/** Queues and streams. */
export const brokers: readonly Tool[] = [
  { ...kafka, beyond: kafkaDrafts },
  service({
    programs: 'rabbitmqctl rabbitmqadmin rabbitmq-plugins rabbitmq-queues rabbitmq-upgrade',
    system: 'rabbitmq',
    selectors: '-n --node -H --host -V --vhost',
    valued: '-p -u -P --username --password',
    rows: [
      { words: 'force_reset|reset|delete_vhost|purge_queue|delete_queue|forget_cluster_node|eval', verb: 'destroy', noun: 'cluster', resource: 0 },
      { words: 'stop|stop_app|shutdown|suspend_listeners|close_connection|close_all_connections|close_all_user_connections|drain', verb: 'stop', noun: 'node' },
      {
        words: 'delete_user|clear_permissions|clear_policy|clear_parameter|clear_global_parameter|clear_password|clear_topic_permissions',
        verb: 'delete',
        noun: 'object',
        resource: 0,
      },
      { words: 'add_user|set_permissions|set_user_tags|change_password|authenticate_user', verb: 'expose', noun: 'user', resource: 0 },
      { words: 'delete', verb: 'delete', noun: 'object', resource: 'rest' },
      { words: 'purge', verb: 'destroy', noun: 'queue', resource: 'rest' },
      {
        words:
          'list_queues|list_exchanges|list_users|list_vhosts|list_connections|list_channels|list_bindings|list_permissions|list_policies|status|cluster_status|environment|report|ping|node_health_check|list|show|export',
        verb: 'read',
      },
    ],
  }),
  service({
    programs: 'nats nsc',
    system: 'nats',
    selectors: '-s --server --context',
    variables: 'NATS_URL NATS_CONTEXT',
    flags: '-f --force',
    rows: [
      { words: 'stream|kv|object|consumer ls|list|info|report|view|get|subjects|watch|history|find|gaps|graph|state|cluster', verb: 'read' },
      { words: 'stream purge', verb: 'destroy', noun: 'stream', resource: 0 },
      { words: 'stream|s rm|delete|del|rmm|remove', verb: 'destroy', noun: 'stream', resource: 0 },
      { words: 'kv|object|consumer|account rm|del|delete|purge|remove|revert', verb: 'delete', noun: 'key', resource: 'rest' },
      { words: 'server|context|account|rtt|latency|bench|events|governor|schema|errors|cheat|top ls|list|info|report|check|ping|request|watch', verb: 'read' },
      { words: 'bench|rtt|latency|sub|events|top|cheat|help', verb: 'unknown' },
      { words: 'pub|publish|request|reply|send', verb: 'create', noun: 'message' },
    ],
  }),
  service({
    programs: 'rpk kcat kafkacat kafkactl ccloud confluent pulsar-admin pulsarctl mqadmin',
    system: 'kafka',
    selectors: '-X --brokers -b --profile --cluster --environment',
    valued: '-t --topic -p -c --config',
    rows: [
      { words: '', when: ['-L', '-C', '-Q'], verb: 'read' },
      { words: '', when: ['-P'], verb: 'create', noun: 'message' },
    ],
  }),
];
