import assert from 'node:assert/strict';
import type { JsonValue } from '../../../src/core/toolcall/toolcall.js';
import { asks, emptyWorld, judgedPayload } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const isAsked = (name: string, given: JsonValue, server = 'x', world = emptyWorld): boolean =>
  asks(judgedPayload({ kind: 'mcp', server, name, arguments: given }, world));

const spelt = (words: string): readonly string[] => [
  words.replaceAll(' ', '_'),
  words.replaceAll(' ', '-'),
  words.replace(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  words.replace(/(?:^| )([a-z])/g, (_, letter: string) => letter.toUpperCase()),
];

/** Verbs of English after which a thing is gone, put back or stands still; nobody wrote them down for a server. */
const ending =
  'delete destroy obliterate expunge eradicate annihilate shred deprovision decommission dispose evict retire unregister undeploy offboard eliminate tear-down take-down wipe-out shut-down power-off turn-off deallocate deactivate restore roll-back reprovision purge truncate'
    .split(' ')
    .map((verb) => verb.replace('-', ' '));
const things = ['database', 'cluster', 'tenant', 'env'];

describe('what an MCP tool is called', () => {
  it('asks for every verb that ends, however it is spelt', () => {
    for (const verb of ending)
      for (const thing of things)
        for (const name of spelt(`${verb} ${thing}`)) assert.ok(isAsked(name, {}), name);
  });
});

describe('the act among the arguments of an MCP tool', () => {
  const keys = [
    'action',
    'operation',
    'operation_name',
    'operationName',
    'tool',
    'tool_name',
    'method',
    'api',
  ];
  const callers = ['invoke', 'call_api', 'manage_resources', 'use_aws', 'dispatch', 'resource'];

  it('is read under every key that names one', () => {
    for (const caller of callers)
      for (const key of keys) {
        for (const act of spelt('delete database'))
          assert.ok(isAsked(caller, { [key]: act }), `${caller} ${key} ${act}`);
        for (const act of spelt('list databases'))
          assert.ok(!isAsked(caller, { [key]: act }), `${caller} ${key} ${act}`);
      }
  });

  it('says nothing to a tool that looks, in a sentence, or as a movement on a page', () => {
    for (const name of ['search', 'list_operations', 'describe_api', 'get_help'])
      for (const key of keys) assert.ok(!isAsked(name, { [key]: 'delete_database' }), `${name} ${key}`);
    assert.ok(!isAsked('search', { query: 'delete' }));
    assert.ok(!isAsked('create_issue', { title: 'delete_database', body: 'how to delete a database' }));
    assert.ok(!isAsked('browser_tabs', { action: 'close', index: 0 }));
    assert.ok(!isAsked('browser_form', { action: 'clear' }));
    assert.ok(!isAsked('reactions', { action: 'remove_reaction' }));
  });
});

describe('settings among the arguments of an MCP tool', () => {
  const changes = [
    'update_database',
    'modify_db_instance',
    'patchCluster',
    'configure_bucket',
    'set-options',
  ];
  /** `[what it says, the same setting as it may stay]`. */
  const settings: readonly (readonly [JsonValue, JsonValue])[] = [
    [{ deletion_protection: false }, { deletion_protection: true }],
    [{ DeletionProtection: false }, { DeletionProtection: true }],
    [{ BackupRetentionPeriod: 0 }, { BackupRetentionPeriod: 14 }],
    [{ backup: { enabled: false } }, { backup: { enabled: true } }],
    [{ spec: { pointInTimeRecovery: 'DISABLED' } }, { spec: { pointInTimeRecovery: 'ENABLED' } }],
    [{ versioning: 'Suspended' }, { versioning: 'Enabled' }],
    [{ retention_days: 1 }, { retention_days: 30 }],
    [{ replicas: 0 }, { replicas: 3 }],
    [{ spec: { replicas: 0 } }, { spec: { minReplicas: 0 } }],
    [{ visibility: 'public' }, { visibility: 'internal' }],
    [{ private: false }, { private: true }],
    [{ PubliclyAccessible: true }, { PubliclyAccessible: false }],
    [{ acl: 'public-read' }, { acl: 'bucket-owner-full-control' }],
    [{ archived: true }, { archived: false }],
    [{ dropTarget: true }, { dropTarget: false }],
    [{ options: { delete_volumes: true } }, { options: { delete_on_merge: true } }],
  ];

  it('take a guard away, leave none, open to all or end something beside', () => {
    for (const name of changes)
      for (const [ends, keeps] of settings) {
        assert.ok(isAsked(name, ends), `${name} ${JSON.stringify(ends)}`);
        assert.ok(!isAsked(name, keeps), `${name} ${JSON.stringify(keeps)}`);
      }
  });

  it('say nothing where things are only looked at', () => {
    for (const [ends] of settings) assert.ok(!isAsked('list_databases', ends), JSON.stringify(ends));
  });
});

describe('what an MCP tool does by way of a program', () => {
  const asked: readonly (readonly [string, string, JsonValue])[] = [
    ['redis', 'command', { command: 'FLUSHALL' }],
    ['terraform', 'run', { args: ['destroy', '-auto-approve'] }],
    ['aws', 'call', { service: 's3', operation: 'DeleteBucket' }],
    ['git', 'push', { force: true }],
    ['git', 'git_push', { remote: 'origin', branch: 'main', force: true }],
    ['web', 'browser_evaluate', { function: "()=>fetch('/api/db/5',{method:'DELETE'})" }],
    ['desk', 'computer', { action: 'type', text: 'rm -rf ~\n' }],
    ['pty', 'write_stdin', { chars: 'rm -rf /home/ada\n' }],
    ['tmux', 'send_keys', { keys: 'rm -rf /srv' }],
  ];
  const quiet: typeof asked = [
    ['redis', 'command', { command: 'GET greeting' }],
    ['terraform', 'run', { args: ['plan'] }],
    ['git', 'push', { force: false }],
    ['web', 'browser_evaluate', { function: '() => document.title' }],
    ['desk', 'computer', { action: 'type', text: 'hello\n' }],
    ['notes', 'create_note', { text: 'rm -rf ~ is what one must not type' }],
  ];

  it('is judged as that program', () => {
    for (const [server, name, given] of asked)
      assert.ok(isAsked(name, given, server), `${server} ${name} ${JSON.stringify(given)}`);
    for (const [server, name, given] of quiet)
      assert.ok(!isAsked(name, given, server), `${server} ${name} ${JSON.stringify(given)}`);
  });

  it('goes where kubectl goes, where that is production', () => {
    const world = (context: string) =>
      memoryWorld({
        cwd: '/srv/app',
        home: '/home/ada',
        files: { '/home/ada/.kube/config': `current-context: ${context}\ncontexts: []\n` },
      });
    const place = (context: string) =>
      judgedPayload(
        { kind: 'mcp', server: 'kubernetes', name: 'apply_manifest', arguments: {} },
        world(context),
      ).targets[0]?.environment;
    assert.equal(place('prod-eu'), 'production');
    assert.notEqual(place('kind-dev'), 'local');
  });
});
