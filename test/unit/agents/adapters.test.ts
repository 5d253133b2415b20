import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter, ConfigScope, Places } from '../../../src/agents/adapter.js';
import { launcherName, scopes } from '../../../src/agents/adapter.js';
import { connectionOf, planConnect, planDisconnect } from '../../../src/agents/connect.js';
import { healthOf } from '../../../src/agents/health.js';
import { adapters } from '../../../src/agents/registry.js';
import { agentRow } from '../../../src/agents/row.js';
import { guardKindOf } from '../../../src/core/tool/guard/places.js';
import { decodeEvent } from '../../../src/core/toolcall/decode.js';
import { agentIds } from '../../../src/core/toolcall/toolcall.js';
import { agentNames } from '../../../src/messages/agents/agent-names.js';
import { agentsTable } from '../../../src/messages/agents/table.js';
import type { ConfigFiles } from '../../../src/ports/ports.js';
import { doorbellBudgetMs, hookLimit } from '../../../src/protocol/limits.js';
import { memorySeams } from '../../support/health.js';

const doorbell = { launcher: "/home/ada/.counter sign's/bin/countersign-hook", platform: 'posix' } as const;
const places: Places = { home: '/home/ada', workspace: '/w' };

/** A disk of texts, without backups. */
function filesOf(texts: Readonly<Record<string, string>>): ConfigFiles {
  return {
    read: (path) => ({ ok: true, value: texts[path] ?? null }),
    replace: () => ({ ok: true, value: undefined }),
    original: () => undefined,
  };
}

function connected(adapter: Adapter, scope: ConfigScope, before: string | null): string {
  const path = adapter.file(scope, places);
  const plan = planConnect(
    adapter,
    scope,
    places,
    doorbell,
    filesOf(before === null ? {} : { [path]: before }),
  );
  assert.ok(plan.ok, `${adapter.id}: ${JSON.stringify(plan)}`);
  assert.ok(plan.value.after !== null);
  return plan.value.after;
}

function disconnected(adapter: Adapter, scope: ConfigScope, before: string): string | null {
  const path = adapter.file(scope, places);
  const plan = planDisconnect(adapter, scope, places, filesOf({ [path]: before }));
  assert.ok(plan.ok);
  return plan.value.after;
}

/** Where its hooks may stand. */
function filesIn(adapter: Adapter): readonly string[] {
  return (adapter.scopes ?? scopes).map((scope) => adapter.file(scope, places));
}

function stateOf(adapter: Adapter, scope: ConfigScope, text: string): string {
  const state = connectionOf(
    adapter,
    scope,
    places,
    doorbell,
    filesOf({ [adapter.file(scope, places)]: text }),
  );
  return state.ok ? state.value : state.error.code;
}

describe('the adapters', () => {
  it('are one for every agent that the command line names, by its name', () => {
    assert.deepEqual(adapters.map((adapter) => adapter.id).sort(), [...agentIds].sort());
    for (const { id, name } of adapters) assert.equal(name, agentNames[id]);
  });

  it('keep no two agents in one file', () => {
    const files = adapters.flatMap(filesIn);
    assert.deepEqual([...new Set(files)], files);
  });

  it('write only files that no agent may change unasked', () => {
    for (const adapter of adapters) {
      const files = [...filesIn(adapter), ...adapter.switches(places)];
      for (const file of files) assert.ok(guardKindOf(file) !== undefined, `${adapter.id}: ${file}`);
    }
  });

  it('know a harmless call of their agent, in its own words', () => {
    for (const adapter of adapters) {
      const event = decodeEvent(adapter.id, JSON.stringify(adapter.harmless('/w')), '/fallback');
      assert.ok(event.ok && event.value.kind === 'before', adapter.id);
      const { payload, cwd } = event.value.call;
      assert.deepEqual([payload, cwd], [{ kind: 'shell', shell: 'bash', command: 'true' }, '/w'], adapter.id);
    }
  });

  it('have the doorbell answer before the agent stops waiting', () => {
    for (const { id } of adapters) {
      assert.ok(doorbellBudgetMs(id) >= 20_000, id);
      assert.ok(doorbellBudgetMs(id) <= hookLimit(id) * 1_000 - 10_000, id);
    }
  });

  it('are the table of the README', () => {
    const readme = readFileSync(join(process.cwd(), 'README.md'), 'utf8');
    const [, table] = /<!-- agents:.*?-->\n([\s\S]*?)\n<!-- \/agents -->/.exec(readme) ?? [];
    assert.equal(table, agentsTable(adapters.map(agentRow)), 'node scripts/agents-table.mjs writes it');
  });
});

for (const adapter of adapters) {
  describe(`connecting ${adapter.name}`, () => {
    for (const scope of adapter.scopes ?? scopes) {
      it(`is there, once, and gone again: ${scope}`, () => {
        const text = connected(adapter, scope, null);
        assert.equal(stateOf(adapter, scope, text), 'present');
        assert.equal(connected(adapter, scope, text), text);
        const rest = disconnected(adapter, scope, text);
        assert.equal(rest === null ? 'absent' : stateOf(adapter, scope, rest), 'absent');
        assert.doesNotMatch(rest ?? '', /countersign/);
      });
    }

    it('names the limit that the doorbell keeps, and no other path than the launcher', () => {
      const text = connected(adapter, 'user', null);
      assert.ok(text.includes('countersign-hook'));
      if ('form' in adapter && adapter.form === 'plugin') return;
      if (adapter.id === 'cline' || adapter.id === 'windsurf') return;
      const limit = hookLimit(adapter.id);
      assert.match(text, new RegExp(`"?timeout(Sec|_ms)?"?(?::| =) (${limit}|${limit * 1_000})\\b`));
    });

    it('sees an entry that has changed', () => {
      const text = connected(adapter, 'user', null);
      const changed = text.replace(launcherName, `old/${launcherName}`);
      assert.equal(stateOf(adapter, 'user', changed), 'drifted');
      assert.equal(connected(adapter, 'user', changed), text);
    });

    it('leaves alone what is not its own', () => {
      if ('entries' in adapter && adapter.written === 'toml') {
        const foreign = '# mine\n[[hooks]] # lint\nevent = "Stop"\ncommand = "lint"\n\n[x]\na = 1 # one\n';
        const text = connected(adapter, 'user', foreign);
        assert.equal(stateOf(adapter, 'user', text), 'present');
        assert.equal(disconnected(adapter, 'user', text), foreign);
        const broken = filesOf({ [adapter.file('user', places)]: 'a = 1\n\noops\n' });
        const plan = planConnect(adapter, 'user', places, doorbell, broken);
        assert.deepEqual(plan.ok ? 'planned' : plan.error, {
          code: 'malformed',
          line: 3,
          path: adapter.file('user', places),
        });
      } else if ('entries' in adapter) {
        const [first] = adapter.entries(doorbell);
        const lint = { type: 'command', command: 'lint' };
        const theirs = adapter.flaw === undefined ? lint : { matcher: 'X', hooks: [lint] };
        const lists = { [first?.event ?? '']: [theirs] };
        const foreign = JSON.stringify(
          adapter.under?.length === 0 ? lists : adapter.under ? { mine: lists } : { a: 1, hooks: lists },
          undefined,
          4,
        );
        const text = connected(adapter, 'user', foreign);
        assert.equal(stateOf(adapter, 'user', text), 'present');
        assert.deepEqual(JSON.parse(disconnected(adapter, 'user', text) ?? ''), JSON.parse(foreign));
        const broken = filesOf({ [adapter.file('user', places)]: '{\n  "a": 1,\n  oops\n}' });
        const plan = planConnect(adapter, 'user', places, doorbell, broken);
        assert.deepEqual(plan.ok ? 'planned' : plan.error, {
          code: 'malformed',
          line: 3,
          path: adapter.file('user', places),
        });
      } else {
        const files = filesOf({ [adapter.file('user', places)]: '#!/bin/sh\necho mine\n' });
        const plan = planConnect(adapter, 'user', places, doorbell, files);
        assert.equal(plan.ok ? 'planned' : plan.error.code, 'foreign-file');
        assert.equal(disconnected(adapter, 'user', 'mine'), 'mine');
      }
    });
  });
}

describe('an agent on this machine', () => {
  const cases: readonly (readonly [string, string, string, number])[] = [
    ['claude-code', '/w/.claude/settings.local.json', '{\n  "disableAllHooks": true}', 2],
    ['codex', '/w/.codex/config.toml', 'model = "m"\n[features]\nhooks = false\n', 3],
    ['codex', '/w/.codex/config.toml', 'features = { hooks = false }\n', 1],
    ['gemini-cli', '/w/.gemini/settings.json', '{"hooksConfig": {"enabled": false}}', 1],
    ['gemini-cli', '/w/.gemini/settings.json', '{// no\n"hooksConfig":\n{"enabled": false,}}', 3],
    ['gemini-cli', '/home/ada/.gemini/settings.json', '{"hooksConfig": {"disabled": ["countersign"]}}', 1],
    ['copilot-cli', '/w/.github/copilot/settings.json', '{"disableAllHooks": true}', 1],
    [
      'copilot-cli',
      '/w/.github/copilot/settings.json',
      '{"disableAllHooks": false, "disableAllHooks": true}',
      1,
    ],
    ['qwen-code', '/home/ada/.qwen/settings.json', '{"disableAllHooks": true}', 1],
    ['pi', '/home/ada/.pi/agent/settings.json', '{"extensions": [\n"-extensions/countersign.js"]}', 2],
    ['pi', '/w/.pi/settings.json', '{"extensions": ["extensions/other.js", "!extensions/*.js"]}', 1],
    ['antigravity', '/w/.agents/hooks.json', '{"countersign": {\n"enabled": false}}', 2],
    ['antigravity', '/w/_agent/hooks.json', '{"countersign": {"enabled": false}}', 1],
    ['grok-build', '/etc/grok/requirements.toml', 'a = 1\nallow_managed_hooks_only = true\n', 2],
    [
      'grok-build',
      '/home/ada/.grok/disabled-hooks',
      'global/other:pre_tool_use[0].hooks[0]\nglobal/countersign:pre_tool_use[0].hooks[0]\n',
      2,
    ],
    ['droid', '/home/ada/.factory/settings.json', '{"hooksDisabled": true}', 1],
    ['vscode', '/w/.vscode/settings.json', '{\n\n"chat.useHooks": false}', 3],
    [
      'vscode',
      '/home/ada/.config/Code/User/settings.json',
      '{"chat.hookFilesLocations": {"~/.copilot/hooks": false}}',
      1,
    ],
  ];
  for (const [id, path, text, line] of cases) {
    it(`${id} has its hooks switched off by ${path} line ${line}`, async () => {
      const adapter = adapters.find((one) => one.id === id);
      assert.ok(adapter);
      const files = new Map([[adapter.file('user', places), connected(adapter, 'user', null)]]);
      const off = async (settings: string) =>
        healthOf(adapter, places, doorbell, memorySeams(new Map([...files, [path, settings]])));
      const found = await off(text);
      assert.deepEqual(
        found.problems.filter((problem) => problem.kind === 'switched-off'),
        [{ kind: 'switched-off', file: path, line }],
      );
      for (const other of [
        '{}',
        '',
        '{ broken',
        '[]',
        '{"extensions": ["-extensions/other.js"]}',
        'global/other:stop[0].hooks[0]',
      ]) {
        const { problems } = await off(other);
        assert.deepEqual(
          problems.filter((problem) => problem.kind === 'switched-off'),
          [],
        );
      }
    });
  }

  it('is found by what it leaves in the home, or by its program', async () => {
    for (const adapter of adapters) {
      const isThere = async (trace: string): Promise<boolean> => {
        const seams = memorySeams(new Map(), { exists: (path) => path === trace });
        return (await healthOf(adapter, places, doorbell, seams)).isFound;
      };
      assert.equal(await isThere(''), adapter.id === 'vscode', adapter.id);
      for (const trace of adapter.traces) assert.equal(await isThere(`/home/ada/${trace}`), true, trace);
    }
  });

  it('skips a hook that nobody has trusted in it', async () => {
    const codex = adapters.find((one) => one.id === 'codex');
    assert.ok(codex);
    const hookFile = codex.file('user', places);
    const config = '/home/ada/.codex/config.toml';
    const hooks = connected(codex, 'user', '{"hooks":{"PreToolUse":[{"matcher":"x","hooks":[]}]}}');
    const untrusted = async (settings: string, text = hooks): Promise<readonly string[]> => {
      const seams = memorySeams(
        new Map([
          [hookFile, text],
          [config, settings],
        ]),
      );
      const { problems } = await healthOf(codex, places, doorbell, seams);
      return problems.flatMap((problem) => (problem.kind === 'untrusted' ? [problem.file] : []));
    };
    const state = (at: number, more = ''): string =>
      `[hooks.state."${hookFile}:pre_tool_use:${at}:0"]\ntrusted_hash = "sha256:00"\n${more}`;
    assert.deepEqual(await untrusted(state(1)), []);
    for (const settings of [
      '',
      state(0),
      state(1, 'enabled = false\n'),
      'broken = ',
      '[hooks]\nstate = 1\n',
    ]) {
      assert.deepEqual(await untrusted(settings), [hookFile], settings);
    }
    assert.deepEqual(await untrusted('', '{}'), []);
  });
});
