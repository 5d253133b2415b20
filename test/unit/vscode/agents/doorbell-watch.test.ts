import assert from 'node:assert/strict';
import { DoorbellWatch } from '../../../../src/vscode/agents/doorbell-watch.js';
import { MemoryRecord } from '../../../support/desk.js';

function bench(canRestore = true) {
  const record = new MemoryRecord();
  const told: (readonly [readonly string[], boolean])[] = [];
  let changed: readonly string[] = [];
  let hear = (): void => undefined;
  const watch = new DoorbellWatch({
    paths: ['/h/bin/hook.js'],
    watch: (_, run) => {
      hear = run;
      return () => undefined;
    },
    record,
    changed: () => changed,
    restore: () => {
      if (canRestore) changed = [];
      return canRestore;
    },
    agents: () => ['claude-code', 'codex'],
    told: (files, isRestored) => told.push([files, isRestored]),
  });
  return {
    record,
    told,
    watch,
    replace: (...files: readonly string[]) => {
      changed = files;
      hear();
    },
  };
}

describe("the doorbell's own bytes", () => {
  it('are put back when somebody changes them, told of and recorded', () => {
    const on = bench();
    on.watch.open();
    assert.deepEqual([on.told, on.record.types], [[], []]);
    on.replace('/h/bin/hook.js');
    assert.deepEqual(on.told, [[['/h/bin/hook.js'], true]]);
    assert.deepEqual(on.record.types, ['guard.drifted', 'guard.drifted', 'guard.repaired', 'guard.repaired']);
    on.replace('/h/bin/hook.js');
    assert.equal(on.told.length, 2);
  });

  it('that cannot be put back are told of once, and stay an open drift', () => {
    const on = bench(false);
    on.watch.open();
    on.replace('/h/bin/hook.js');
    on.replace('/h/bin/hook.js');
    assert.deepEqual(on.told, [[['/h/bin/hook.js'], false]]);
    assert.deepEqual(on.record.types, ['guard.drifted', 'guard.drifted']);
  });

  it('that were changed while no window was open are seen when one opens', () => {
    const on = bench();
    on.replace('/h/bin/hook.js');
    on.watch.open();
    assert.equal(on.told.length, 1);
  });
});
