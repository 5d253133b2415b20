import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sharedLockFile } from '../../../src/agents/locks/lock-file.js';
import { locks } from '../../../src/agents/locks/registry.js';
import { adapters } from '../../../src/agents/registry.js';
import type { AgentHealth } from '../../../src/core/toolcall/health.js';
import { type LockHealth, levelOf } from '../../../src/core/toolcall/level.js';
import { levelLines, lockableText } from '../../../src/messages/agents/level.js';

const bells = (['linux', 'darwin'] as const).map((system) => ({
  program: '/opt/countersign/bin/countersign-hook',
  system,
}));
const files = bells.flatMap((bell) => locks.flatMap((lock) => lock.files(bell)));

describe("an administrator's files", () => {
  it('are absolute, name the doorbell or a pin, and belong to agents that can be connected', () => {
    for (const { path } of files) assert.match(path, /^\/(etc|Library)\//);
    for (const { agent } of locks)
      assert.ok(
        adapters.some(({ id }) => id === agent),
        agent,
      );
    for (const lock of locks)
      for (const bell of bells)
        assert.ok(
          lock.files(bell).some((file) => {
            const text = file.with(null);
            return text.ok && text.value.includes(bell.program);
          }),
          lock.agent,
        );
  });

  it('once written are written no further, and are nothing when taken out of nothing', () => {
    for (const file of files) {
      const made = file.with(null);
      assert.ok(made.ok, file.path);
      const again = file.with(made.value);
      assert.deepEqual(again, made, file.path);
      assert.deepEqual(file.without(made.value), { ok: true, value: null }, file.path);
    }
  });

  it('that others have written are left to them', () => {
    for (const file of files) {
      const foreign = file.with('{"a": ');
      const isJson = file.path.endsWith('.json');
      assert.equal(foreign.ok, false, file.path);
      if (isJson) assert.equal(file.with('[]').ok, false, file.path);
    }
  });

  const key = fc.constantFrom('model', 'hooks', 'allowManagedHooksOnly', 'permissions', 'x');
  const value = fc.oneof(
    fc.boolean(),
    fc.constantFrom('disable', 'x'),
    fc.constant(null),
    fc.array(fc.boolean(), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('disableBypassPermissionsMode', 'PreToolUse', 'y'), fc.boolean(), {
      maxKeys: 3,
    }),
  );
  const settings = fc.dictionary(key, value, { maxKeys: 5 });
  /** As JSON gives it. */
  const plain = (made: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    ...JSON.parse(JSON.stringify(made)),
  });
  const pins = [
    [['allowManagedHooksOnly'], true],
    [['permissions', 'disableBypassPermissionsMode'], 'disable'],
  ] as const;

  it('that are shared hold every pin and all else that stood there, or are refused whole', () => {
    const file = sharedLockFile('/etc/x.json', { pins });
    fc.assert(
      fc.property(settings.map(plain), fc.constantFrom(undefined, 2), (before, indent) => {
        const text = JSON.stringify(before, undefined, indent);
        const made = file.with(text);
        const isBelowNone =
          before['permissions'] !== undefined &&
          (typeof before['permissions'] !== 'object' ||
            before['permissions'] === null ||
            Array.isArray(before['permissions']));
        assert.equal(made.ok, !isBelowNone);
        if (!made.ok) return;
        const after: unknown = JSON.parse(made.value);
        const own = before['permissions'];
        const permissions = {
          ...(typeof own === 'object' && own !== null ? own : {}),
          disableBypassPermissionsMode: 'disable',
        };
        assert.deepEqual(after, { ...before, allowManagedHooksOnly: true, permissions });
        assert.equal(file.with(made.value).ok && made.value, made.value);
      }),
    );
  });

  it('with a key that stands twice are refused: agents read the last one', () => {
    const file = sharedLockFile('/etc/x.json', { pins });
    assert.equal(file.with('{"allowManagedHooksOnly": true, "allowManagedHooksOnly": false}').ok, false);
  });
});

describe('the level of an agent', () => {
  const standing = (
    lock: (typeof locks)[number],
    state: 'present' | 'changed' = 'present',
    hasOwnUser = true,
  ): LockHealth => ({
    lockable: lock.lockable,
    hasOwnUser,
    files: [{ file: '/etc/x', state }],
  });
  const health = (lock: LockHealth, isConnected: boolean): AgentHealth => ({
    agent: 'codex',
    isFound: true,
    state: 'absent',
    level: levelOf(lock, isConnected),
    lock,
    connections: [],
    problems: [],
  });

  it('is Locked only where every file stands and the agent keeps to it', () => {
    for (const lock of locks) {
      const best = lock.lockable.kind === 'locked' ? 'locked' : 'reminder';
      assert.equal(levelOf(standing(lock), false), best, lock.agent);
      assert.equal(levelOf(standing(lock, 'changed'), false), 'none');
      assert.equal(levelOf(standing(lock, 'changed'), true), 'reminder');
      assert.equal(levelOf({ lockable: lock.lockable, hasOwnUser: true, files: [] }, true), 'reminder');
    }
    assert.equal(levelOf({ lockable: { kind: 'none' }, hasOwnUser: true, files: [] }, true), 'reminder');
  });

  it('is said with what is left, or with the way to the next', () => {
    for (const lock of locks) {
      const lines = levelLines(health(standing(lock), true)).join('\n');
      assert.match(lines, lock.lockable.kind === 'locked' ? /Locked; left: / : /removable too, by /);
      assert.match(lockableText(lock.lockable), /^(locked|removable)/);
      const broken = levelLines(health(standing(lock, 'changed'), false));
      assert.deepEqual(broken, ['Lock: /etc/x is not as the lock wrote it']);
    }
    const left = (hasOwnUser: boolean) => (lock: (typeof locks)[number]) =>
      levelLines(health(standing(lock, 'present', hasOwnUser), true)).join('');
    const codex = locks.filter(({ agent }) => agent === 'codex');
    assert.match(codex.map(left(false)).join(''), /killing the waiting hook, stopping the waiting hook/);
    assert.doesNotMatch(codex.map(left(true)).join(''), /waiting hook/);
    const none = health({ lockable: { kind: 'none' }, hasOwnUser: true, files: [] }, true);
    assert.deepEqual(levelLines(none), ['Level: Reminder; this agent has no lock']);
    assert.equal(lockableText({ kind: 'none' }), 'no lock');
  });
});
