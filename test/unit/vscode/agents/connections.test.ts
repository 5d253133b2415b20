import assert from 'node:assert/strict';
import type { Adapter } from '../../../../src/agents/adapter.js';
import { adapters } from '../../../../src/agents/registry.js';
import type { EntryBody } from '../../../../src/core/record/entry.js';
import type { Canary } from '../../../../src/core/toolcall/health.js';
import { Connections, nearestFirst, overall } from '../../../../src/vscode/agents/connections.js';
import { memorySeams, noTrust } from '../../../support/health.js';
import { noon } from '../../../support/requests.js';

const claude = adapters.find((adapter) => adapter.id === 'claude-code');

interface Bench {
  readonly connections: Connections;
  readonly files: Map<string, string>;
  readonly entries: EntryBody[];
}

function bench(
  workspace = '/w',
  files = new Map<string, string>(),
  exists?: (path: string) => boolean,
  canary: Canary = { kind: 'passed' },
): Bench {
  const entries: EntryBody[] = [];
  const connections = new Connections({
    adapters,
    doorbell: { launcher: '/home/ada/.countersign/bin/countersign-hook', platform: 'posix' },
    record: {
      append: async (body) => {
        entries.push(body);
        return { ok: true, value: { v: 1, seq: 0, prev: '', ts: 0, writer: 'w', body } };
      },
      newest: () => ({ ok: true, value: [] }),
      isOurs: () => true,
    },
    clock: { now: () => noon },
    seams: memorySeams(files, {
      versionOf: async () => (exists ? undefined : '2.1.330'),
      exists: exists ?? (() => true),
    }),
    trust: noTrust,
    prove: async () => canary,
    places: () => ({ home: '/home/ada', workspace }),
    installProblem: () => undefined,
  });
  return { connections, files, entries };
}

function connect(on: Bench, adapter: Adapter): void {
  const plan = on.connections.plan('connect', adapter, 'user');
  assert.ok(plan.ok);
  assert.equal(on.connections.apply('connect', adapter, plan.value).ok, true);
}

describe('the connections of this window', () => {
  it('write only what was planned, and record it', async () => {
    assert.ok(claude);
    const on = bench();
    assert.equal(overall(await on.connections.status(claude)), 'absent');
    assert.equal(on.connections.isAnyConnected(), false);
    connect(on, claude);
    assert.equal(overall(await on.connections.status(claude)), 'present');
    assert.equal(on.connections.isAnyConnected(), true);
    assert.deepEqual(on.entries, [
      { type: 'agent.connected', agent: 'claude-code', file: '/home/ada/.claude/settings.json' },
    ]);
  });

  it('leave a file alone that has changed since it was shown, and record nothing', () => {
    assert.ok(claude);
    const on = bench();
    const plan = on.connections.plan('connect', claude, 'user');
    assert.ok(plan.ok);
    on.files.set('/home/ada/.claude/settings.json', '{"model":"opus"}');
    const applied = on.connections.apply('connect', claude, plan.value);
    assert.equal(applied.ok ? 'written' : applied.error.code, 'changed');
    assert.deepEqual(on.entries, []);
    assert.equal(on.files.get('/home/ada/.claude/settings.json'), '{"model":"opus"}');
  });

  it('say when a file cannot be read, and offer no workspace where none is open', async () => {
    assert.ok(claude);
    const on = bench('', new Map([['/home/ada/.claude/settings.json', '{ broken']]));
    const status = await on.connections.status(claude);
    assert.deepEqual(status.health.connections, [
      { scope: 'user', connection: 'unreadable', file: '/home/ada/.claude/settings.json' },
    ]);
    assert.equal(overall(status), 'unreadable');
    assert.equal(on.connections.plan('connect', claude, 'user').ok, false);
  });

  it('tell of a drifted entry before anything else', async () => {
    assert.ok(claude);
    const on = bench();
    connect(on, claude);
    const path = '/home/ada/.claude/settings.json';
    on.files.set(path, (on.files.get(path) ?? '').replace('3600', '5'));
    assert.equal(overall(await on.connections.status(claude)), 'drifted');
  });

  it('show what a canary call found, not that a file was written', async () => {
    assert.ok(claude);
    for (const [canary, state] of [
      [{ kind: 'passed' }, 'held'],
      [{ kind: 'failed', words: 'exit code 2' }, 'alarm'],
    ] as const) {
      const on = bench('/w', new Map(), undefined, canary);
      connect(on, claude);
      assert.equal((await on.connections.status(claude)).health.state, 'unverified');
      await on.connections.verify(claude);
      assert.equal((await on.connections.status(claude)).health.state, state);
    }
  });

  it('miss an entry that was removed, until it is disconnected', async () => {
    assert.ok(claude);
    const on = bench();
    connect(on, claude);
    on.files.set('/home/ada/.claude/settings.json', '{}');
    const { health } = await on.connections.status(claude);
    assert.deepEqual(
      [health.state, health.problems],
      ['alarm', [{ kind: 'removed', file: '/home/ada/.claude/settings.json' }]],
    );
    const plan = on.connections.plan('disconnect', claude, 'user');
    assert.ok(plan.ok);
    assert.equal(on.connections.apply('disconnect', claude, plan.value).ok, true);
    assert.equal((await on.connections.status(claude)).health.state, 'absent');
  });

  it('come first where they are on this machine, in their own order', async () => {
    const on = bench('', new Map(), (path) => path === '/home/ada/.cursor');
    const all = await Promise.all(adapters.map((adapter) => on.connections.status(adapter)));
    const names = nearestFirst(all).map((status) => status.adapter.id);
    assert.deepEqual(names.slice(0, 4), ['vscode', 'cursor', 'claude-code', 'codex']);
    assert.equal(names.length, adapters.length);
  });
});
