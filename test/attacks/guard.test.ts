import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connectionOf, planConnect } from '../../src/agents/connect.js';
import { healthOf } from '../../src/agents/health.js';
import { adapterFor, adapters } from '../../src/agents/registry.js';
import type { Drift } from '../../src/core/toolcall/health.js';
import { watchFiles } from '../../src/node/files/watch-files.js';
import { Connections } from '../../src/vscode/agents/connections.js';
import { GuardWatch } from '../../src/vscode/agents/guard-watch.js';
import { MemoryRecord } from '../support/desk.js';
import { memoryFiles, memorySeams, noTrust } from '../support/health.js';
import { judged } from '../support/judged.js';
import { noon } from '../support/requests.js';
import { until } from '../support/until.js';

const doorbell = { launcher: '/home/ada/.countersign/bin/countersign-hook', platform: 'posix' } as const;
const places = { home: '/home/ada', workspace: '/w' };

/** A window that watches real files, with Claude Code connected. */
function connectedWindow(home: string, workspace: string) {
  const record = new MemoryRecord();
  const told: Drift[] = [];
  const files = {
    ...memoryFiles(new Map()),
    read: (path: string) => {
      try {
        return { ok: true, value: readFileSync(path, 'utf8') } as const;
      } catch {
        return { ok: true, value: null } as const;
      }
    },
    replace: (path: string, _before: string | null, after: string | null) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, after ?? '');
      return { ok: true, value: undefined } as const;
    },
  };
  const connections = new Connections({
    adapters,
    doorbell,
    record,
    clock: { now: () => noon },
    seams: { ...memorySeams(new Map()), files },
    trust: noTrust,
    prove: async () => ({ kind: 'passed' }),
    places: () => ({ home, workspace }),
    installProblem: () => undefined,
  });
  const watch = new GuardWatch({
    connections,
    watch: watchFiles,
    looked: () => undefined,
    drifted: (_status, drift) => told.push(drift),
  });
  const claude = adapterFor('claude-code');
  assert.ok(claude);
  const plan = connections.plan('connect', claude, 'user');
  assert.ok(plan.ok && connections.apply('connect', claude, plan.value).ok);
  watch.look();
  return { record, told, watch, settings: claude.file('user', { home, workspace }) };
}

describe('an agent that goes for its own guard', function () {
  this.timeout(20_000);
  let folder = '';
  let stop: () => void = () => undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-guard-'));
    mkdirSync(join(folder, 'work/.claude'), { recursive: true });
  });

  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is held when it rewrites its hook file, by what the call does', async () => {
    const commands = [
      "printf '{}' > /home/ada/.claude/settings.json",
      'rm /home/ada/.codex/hooks.json',
      'sed -i s/countersign-hook/true/ /home/ada/.gemini/settings.json',
      'mv /home/ada/.copilot/hooks /home/ada/.copilot/off',
      'echo \'{"disableAllHooks":true}\' > .claude/settings.local.json',
    ];
    for (const command of commands) {
      const { score, findings } = await judged(command);
      assert.ok(score >= 75, `${command}: ${score}`);
      assert.ok(
        findings.some(({ id }) => id.includes('guard')),
        `${command}: ${findings.map(({ id }) => id).join(', ')}`,
      );
    }
  });

  it('is found out when it did so all the same, while the window is open', async () => {
    const window = connectedWindow(folder, join(folder, 'work'));
    stop = () => window.watch.dispose();
    writeFileSync(window.settings, '{}');
    const [drift] = await until('the drift', () => (window.told.length > 0 ? window.told : undefined));
    assert.deepEqual(drift, { agent: 'claude-code', problem: 'removed', file: window.settings, line: 0 });
    assert.equal(window.record.types.at(-1), 'guard.drifted');
  });

  it('is found out when a file of the repository switches the user-level hook off, by file and line', async () => {
    const window = connectedWindow(folder, join(folder, 'work'));
    stop = () => window.watch.dispose();
    const file = join(folder, 'work/.claude/settings.local.json');
    writeFileSync(file, '{\n  "model": "opus",\n  "disableAllHooks": true\n}\n');
    const [drift] = await until('the drift', () => (window.told.length > 0 ? window.told : undefined));
    assert.deepEqual(drift, { agent: 'claude-code', problem: 'switched-off', file, line: 3 });
  });
});

/** Measured on the pinned agents: whether ours still rings with this entry before it in the list of its event. */
const command = { type: 'command', command: 'true' };
const group = (hook: object): object => ({ matcher: 'X', hooks: [hook] });
const neighbours: readonly (readonly [string, string, unknown, claude: boolean, codex: boolean])[] = [
  ['a good one', 'PreToolUse', group(command), true, true],
  ['a matcher that is no expression', 'PreToolUse', { matcher: '[', hooks: [command] }, true, true],
  ['a matcher that is no text', 'PreToolUse', { matcher: 5, hooks: [command] }, false, false],
  ['no hooks', 'PreToolUse', { matcher: 'X' }, false, true],
  ['hooks that are no list', 'PreToolUse', { matcher: 'X', hooks: {} }, false, false],
  ['a list without hooks', 'PreToolUse', { matcher: 'X', hooks: [] }, true, true],
  ['an unknown type', 'PreToolUse', group({ type: 'zzz', command: 'true' }), false, false],
  ['no type', 'PreToolUse', group({ command: 'true' }), false, false],
  ['no command', 'PreToolUse', group({ type: 'command' }), false, false],
  ['a limit in words', 'PreToolUse', group({ ...command, timeout: '5' }), false, false],
  ['a limit below zero', 'PreToolUse', group({ ...command, timeout: -5 }), false, false],
  ['a limit of zero', 'PreToolUse', group({ ...command, timeout: 0 }), false, true],
  ['half a second more', 'PreToolUse', group({ ...command, timeout: 1.5 }), true, false],
  ['an unknown field', 'PreToolUse', group({ ...command, zzz: 5 }), true, true],
  ['onFailure misspelt', 'PreToolUse', group({ ...command, onFailure: 'blok' }), false, true],
  ['a hook over HTTP', 'PreToolUse', group({ type: 'http', url: 'http://127.0.0.1:9' }), true, false],
  ['a prompt', 'PreToolUse', group({ type: 'prompt', prompt: 'x' }), true, true],
  ['onFailure that goes on', 'PreToolUse', group({ ...command, onFailure: 'continue' }), true, true],
  ['no URL', 'PreToolUse', group({ type: 'http', url: 'x' }), false, false],
  ['an MCP tool without a server', 'PreToolUse', group({ type: 'mcp_tool' }), false, false],
  ['a prompt without words', 'PreToolUse', group({ type: 'prompt' }), false, true],
  ['no command for another question', 'PermissionRequest', group({ type: 'command' }), false, false],
  ['a matcher that is null', 'PreToolUse', { matcher: null, hooks: [command] }, false, true],
  ['an empty command', 'PreToolUse', group({ ...command, command: '' }), true, true],
  ['a limit that is null', 'PreToolUse', group({ ...command, timeout: null }), false, true],
  ['async in words', 'PreToolUse', group({ ...command, async: 'x' }), false, false],
  ['a text', 'PreToolUse', 'x', false, false],
  ['null', 'PreToolUse', null, false, false],
  ['an unknown event', 'NoSuchEvent', { hooks: [command] }, true, true],
  ['no command in another event', 'Stop', { hooks: [{ type: 'command' }] }, true, false],
];

for (const [id, at] of [
  ['claude-code', 3],
  ['codex', 4],
] as const) {
  describe(`${id} with an entry of somebody else beside ours`, () => {
    for (const neighbour of neighbours) {
      const [what, event, entry] = neighbour;
      const rings = neighbour[at];
      it(`${what}: ${rings ? 'ours rings' : 'is not claimed to be connected'}`, async () => {
        const adapter = adapterFor(id);
        assert.ok(adapter);
        const file = adapter.file('user', places);
        const files = new Map([[file, '']]);
        const plan = planConnect(adapter, 'user', places, doorbell, memoryFiles(files));
        assert.ok(plan.ok && plan.value.after !== null);
        const ours: { hooks: Record<string, unknown[]> } = JSON.parse(plan.value.after);
        ours.hooks[event] = [entry, ...(ours.hooks[event] ?? [])];
        files.set(file, JSON.stringify(ours, undefined, 2));
        const present = connectionOf(adapter, 'user', places, doorbell, memoryFiles(files));
        assert.equal(present.ok && present.value, 'present');
        const { problems, state } = await healthOf(adapter, places, doorbell, memorySeams(files));
        const dropped = problems.filter((problem) => problem.kind === 'dropped');
        assert.equal(dropped.length, rings ? 0 : 1);
        if (!rings) assert.equal(state, 'alarm');
        const foreign = new Map([[file, JSON.stringify({ hooks: { [event]: [entry] } })]]);
        const again = planConnect(adapter, 'user', places, doorbell, memoryFiles(foreign));
        assert.equal(again.ok ? 'planned' : again.error.code, rings ? 'planned' : 'unread-entry');
      });
    }
  });
}
