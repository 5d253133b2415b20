import assert from 'node:assert/strict';
import { adapters } from '../../../../src/agents/registry.js';
import type { AgentHealth, Drift } from '../../../../src/core/toolcall/health.js';
import { Connections } from '../../../../src/vscode/agents/connections.js';
import { GuardWatch } from '../../../../src/vscode/agents/guard-watch.js';
import { MemoryRecord } from '../../../support/desk.js';
import { memorySeams, noTrust } from '../../../support/health.js';
import { noon } from '../../../support/requests.js';

const settings = '/home/ada/.claude/settings.json';
const local = '/w/.claude/settings.local.json';

/** A window that watches files in memory; `changed` stands for the system telling so. */
function bench(files = new Map<string, string>(), record = new MemoryRecord(), seams = memorySeams(files)) {
  const [told, alarms]: [Drift[], AgentHealth[][]] = [[], []];
  let watched: { readonly paths: readonly string[]; readonly changed: () => void } | undefined;
  const connections = new Connections({
    adapters,
    doorbell: { launcher: '/home/ada/.countersign/bin/countersign-hook', platform: 'posix' },
    record,
    clock: { now: () => noon },
    seams,
    trust: noTrust,
    prove: async () => ({ kind: 'passed' }),
    places: () => ({ home: '/home/ada', workspace: '/w' }),
    installProblem: () => undefined,
  });
  const watch = new GuardWatch({
    connections,
    watch: (paths, changed) => {
      watched = { paths, changed };
      return () => {
        watched = undefined;
      };
    },
    looked: (connected) => alarms.push([...connected.filter((health) => health.state === 'alarm')]),
    drifted: (_status, drift) => told.push(drift),
  });
  return {
    files,
    record,
    seams,
    connections,
    watch,
    told,
    alarms: () => alarms.at(-1)?.map((health) => health.agent),
    watched: () => watched?.paths ?? [],
    changed: () => watched?.changed(),
    change(what: 'connect' | 'disconnect', id: string): void {
      const adapter = adapters.find((one) => one.id === id);
      assert.ok(adapter);
      const plan = connections.plan(what, adapter, 'user');
      assert.ok(plan.ok);
      assert.ok(connections.apply(what, adapter, plan.value).ok);
      watched?.changed();
    },
  };
}

const types = (record: MemoryRecord): readonly string[] =>
  record.types.filter((type) => type.startsWith('guard.'));

describe('watching the guard', () => {
  it('tells and records a drift once, and its repair', () => {
    const on = bench();
    on.watch.look();
    on.change('connect', 'claude-code');
    assert.deepEqual([on.alarms(), on.told, types(on.record)], [[], [], []]);
    const ours = on.files.get(settings) ?? '';
    on.files.set(settings, '{}');
    on.changed();
    on.changed();
    const drift = { agent: 'claude-code', problem: 'removed', file: settings, line: 0 };
    assert.deepEqual([on.alarms(), on.told, types(on.record)], [['claude-code'], [drift], ['guard.drifted']]);
    on.files.set(settings, ours);
    on.changed();
    assert.deepEqual([on.alarms(), types(on.record)], [[], ['guard.drifted', 'guard.repaired']]);
    on.watch.dispose();
    assert.deepEqual(on.watched(), []);
  });

  it('takes what Countersign itself writes for no drift', () => {
    const on = bench();
    on.watch.look();
    for (const { id } of adapters) {
      on.change('connect', id);
      on.change('disconnect', id);
    }
    assert.deepEqual([on.told, types(on.record)], [[], []]);
  });

  it('finds a file of the workspace that switches a hook of the user off, by its line', () => {
    const on = bench();
    on.watch.look();
    on.change('connect', 'claude-code');
    assert.ok(on.watched().includes(local));
    on.files.set(local, '{\n  "disableAllHooks": true\n}');
    on.changed();
    assert.deepEqual(on.told, [{ agent: 'claude-code', problem: 'switched-off', file: local, line: 2 }]);
  });

  it('finds what happened while no window was open, and does not record it twice', () => {
    const first = bench();
    first.watch.look();
    first.change('connect', 'claude-code');
    first.watch.dispose();
    first.files.set(settings, '{}');
    for (let window = 0; window < 2; window += 1) {
      const next = bench(first.files, first.record, first.seams);
      next.watch.look();
      assert.deepEqual(next.alarms(), ['claude-code']);
      assert.equal(next.told.length, 1);
      assert.deepEqual(types(first.record), ['guard.drifted']);
    }
    const last = bench(first.files, first.record, first.seams);
    last.change('connect', 'claude-code');
    last.watch.look();
    assert.deepEqual(types(first.record), ['guard.drifted', 'guard.repaired']);
  });

  it('takes trust that was never there for a step of connecting, and trust that goes for a drift', () => {
    const on = bench();
    on.watch.look();
    on.change('connect', 'codex');
    assert.deepEqual([on.alarms(), on.told], [['codex'], []]);
    const config = '/home/ada/.codex/config.toml';
    const key = '/home/ada/.codex/hooks.json:pre_tool_use:0:0';
    on.files.set(config, `[hooks.state."${key}"]\ntrusted_hash = "sha256:00"\n`);
    on.changed();
    assert.deepEqual([on.alarms(), on.told], [[], []]);
    on.files.set(config, '');
    on.changed();
    assert.deepEqual(
      on.told.map((drift) => drift.problem),
      ['untrusted'],
    );
  });

  it('rings for agents that nobody has verified', async () => {
    const on = bench();
    on.change('connect', 'claude-code');
    on.watch.look();
    await on.watch.verify(false);
    assert.equal(on.seams.notes.of('claude-code').verified?.canary.kind, 'passed');
    assert.equal(on.seams.notes.of('codex').verified, undefined);
  });
});
