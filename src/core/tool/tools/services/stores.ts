import type { ToolInvocation } from '../../../target/whereabouts.js';
import { draftsOfSql } from '../../sql/drafts.js';
import { actionsOfSql } from '../../sql/read.js';
import type { Draft, Tool, ToolContext } from '../../table.js';
import { service } from './service.js';

const rclone = service({
  programs: 'rclone',
  system: 'object-storage',
  valued: '--config --include --exclude --filter --transfers --checkers --bwlimit --log-file --max-age --min-age --backup-dir --files-from',
  dryRun: ['--dry-run', '-n'],
  rows: [
    { words: 'purge', verb: 'destroy', noun: 'bucket', resource: 0, safer: '{command} --dry-run' },
    {
      words: 'delete|deletefile|rmdir|rmdirs|cleanup|dedupe',
      verb: 'delete',
      noun: 'objects',
      resource: 0,
      reach: 'uncountable',
      safer: '{command} --dry-run',
    },
    { words: 'sync|bisync|move|moveto', verb: 'delete', noun: 'objects', resource: 1, reach: 'uncountable', safer: '{command} --dry-run' },
    { words: 'link', unless: ['--unlink'], verb: 'expose', noun: 'object', resource: 0 },
    { words: 'copy|copyto|copyurl|rcat|mkdir|touch|settier', verb: 'modify', noun: 'objects', resource: 1 },
    {
      words:
        'ls|lsd|lsl|lsf|lsjson|cat|check|size|tree|about|version|listremotes|md5sum|sha1sum|hashsum|ncdu|cryptcheck|test|help|config|obscure|genautocomplete|completion',
      verb: 'read',
    },
  ],
});

const mc = service({
  programs: 'mc mcli s3cmd s4cmd s5cmd',
  system: 'object-storage',
  valued: '--config-dir -C --older-than --newer-than -c --config --endpoint-url --profile',
  flags: '--force --recursive -r --remove --dangerous --json --incomplete --fake',
  dryRun: ['--dry-run', '--fake', '-n'],
  rows: [
    { words: 'rb', verb: 'destroy', noun: 'bucket', resource: 'rest', safer: 'mc ls {name}' },
    { words: 'rm|del|undo', verb: 'delete', noun: 'objects', resource: 'rest', safer: 'mc ls {name}' },
    {
      words: 'mirror|sync',
      when: ['--remove', '--delete', '--delete-removed', '--overwrite'],
      verb: 'delete',
      noun: 'objects',
      resource: 1,
      reach: 'uncountable',
      safer: 'mc mirror --dry-run',
    },
    { words: 'mirror|sync|cp|put|mv|pipe|mb|get|cat', verb: 'modify', noun: 'objects', resource: 'rest' },
    { words: 'admin user|policy|group|accesskey|service|bucket|tier|config list|ls|info|entities|get|export', verb: 'read' },
    { words: 'admin user|policy|group|accesskey|svcacct remove|rm|disable|unset|detach', verb: 'delete', noun: 'access', resource: 'rest' },
    { words: 'admin user|policy|group|accesskey|svcacct add|enable|set|attach|create|edit', verb: 'expose', noun: 'access', resource: 'rest' },
    { words: 'admin service|heal|decommission|rebalance|config|update status|list|info|get', verb: 'read' },
    { words: 'admin service|heal|decommission|rebalance|config|update', verb: 'stop', noun: 'server', resource: 1 },
    { words: 'anonymous|policy|share get|get-json|list|links|ls', verb: 'read' },
    { words: 'anonymous|policy|acl|setacl|setpolicy|share', verb: 'expose', noun: 'bucket', resource: 'rest' },
    { words: 'ilm|replicate|tag|event|retention|admin rm|remove|clear', verb: 'delete', noun: 'rule', resource: 'rest' },
    { words: 'ilm|version|retention|legalhold|encrypt|tag|event|replicate|lifecycle|expire', verb: 'modify', noun: 'bucket', resource: 'rest' },
    { words: 'ls|la|du|stat|diff|find|head|tree|ping|ready|info|watch|sql|support', verb: 'read' },
  ],
});

const restic = service({
  programs: 'restic borg borgmatic duplicacy duplicity kopia rustic tarsnap wal-g pgbackrest barman litestream rdiff-backup',
  system: 'backup',
  selectors: '-r --repo --repository --stanza',
  variables: 'RESTIC_REPOSITORY BORG_REPO',
  valued: '--keep-last --keep-daily --keep-weekly --keep-monthly --tag --host --path --target --password-file -p --exclude --include',
  flags: '--prune --delete --force',
  rows: [
    {
      words: 'forget|prune|delete|purge|expire|stanza-delete|remove-all-but-n-full|remove-older-than',
      verb: 'delete',
      noun: 'snapshots',
      resource: 0,
      reach: 'uncountable',
      safer: '{command} --dry-run',
    },
    { words: 'key|snapshot|policy|user remove|delete|expire|rm', verb: 'delete', noun: 'key', resource: 0 },
    // A lock that another process still holds protects what it writes.
    { words: 'unlock', when: ['--remove-all'], verb: 'modify', noun: 'locks', traits: ['protection-off'] },
    { words: 'break-lock', verb: 'modify', noun: 'locks', traits: ['protection-off'] },
    { words: 'unlock|migrate|rewrite|repair|recover|rebuild-index', verb: 'modify', noun: 'repository' },
    { words: 'restore|extract|dump|mount', verb: 'modify', here: true },
    { words: 'backup|init|copy|tag|create|snapshot|repository|server', verb: 'create', noun: 'snapshot' },
    { words: 'snapshots|ls|find|diff|check|stats|list|cat|version|info|verify|self-update|cache|key|policy|status', verb: 'read' },
  ],
});

/** `cockroach sql -e`, `influx -execute`: statements in an option; everything else is words. */
function statementsOf(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const words = setting.invocation.argv.map((word) => word.text);
  const statements = words.flatMap((word, index) => (/^(?:-e|--execute|-execute|-q|--query)$/.test(word) ? [words[index + 1] ?? ''] : []));
  if (statements.length === 0 || !/^(?:cockroach|influx|dolt|surreal|edgedb|gel|tidb)$/.test(words[0] ?? '')) return undefined;
  return draftsOfSql(
    statements.flatMap((sql) => actionsOfSql(sql, 'other', context)),
    setting,
  );
}

/** Object stores and backups: what is deleted here is what was kept for the worst day. */
export const stores: readonly Tool[] = [
  rclone,
  mc,
  restic,
  service({
    programs: 'memcflush memcrm',
    system: 'memcached',
    selectors: '--servers',
    beyond: ({ invocation, args }) => [
      invocation.program === 'memcflush'
        ? { verb: 'destroy', resource: 'keys', reach: 'uncountable' }
        : { verb: 'delete', resource: `keys ${args.operands[0]?.text ?? ''}`.trim() },
    ],
  }),
  service({
    programs: 'azcopy',
    system: 'azure',
    valued: '--include-pattern --exclude-pattern --from-to',
    flags: '--recursive',
    rows: [
      { words: 'remove|rm', verb: 'delete', noun: 'objects', resource: 0, reach: 'uncountable' },
      {
        words: 'sync',
        when: ['--delete-destination=true', '--delete-destination=prompt', '--mirror-mode'],
        verb: 'delete',
        noun: 'objects',
        resource: 1,
        reach: 'uncountable',
      },
      { words: 'sync|copy|cp|make|set-properties', verb: 'modify', noun: 'objects', resource: 1 },
      { words: 'list|ls|jobs|env|doc|login|logout|bench', verb: 'read' },
    ],
  }),
  service({
    programs:
      'cockroach influxd clickhouse-backup nodetool etcdctl curator esrally meilisearch typesense dgraph influx tidb neo4j-admin turso planetscale pscale neon neonctl xata fauna edgedb gel surreal dolt',
    system: 'database',
    valued: '-execute -e --execute -q --query -p --password -o --name',
    beyond: statementsOf,
    selectors: '--host -h --endpoints --url --org --project --branch --endpoint --cluster',
    rows: [
      { words: 'db shell', verb: 'execute', noun: 'database', resource: 0, carries: { at: 1, piped: true, dialect: 'sqlite' } },
      { words: 'shell', verb: 'execute', noun: 'database', resource: 0, carries: { at: ['-e', '--execute'], piped: true, dialect: 'mysql' } },
      { words: 'decommission|removenode|assassinate|drain', verb: 'stop', noun: 'node', resource: 0 },
      { words: 'del', verb: 'delete', noun: 'keys', resource: 0 },
      { words: 'clearsnapshot', verb: 'delete', noun: 'snapshots', resource: 'rest' },
      { words: 'snapshot|database restore|load', verb: 'replace', noun: 'database', resource: 0 },
      { words: 'restore|load', verb: 'replace', noun: 'database', resource: 0 },
      { words: 'query|ping|export|version', verb: 'read' },
      { words: 'merge|branch|checkout|commit|log|diff|status|sql|pull|fetch|clone|init|add|reset', verb: 'unknown' },
    ],
  }),
];
