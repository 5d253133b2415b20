import assert from 'node:assert/strict';
import type { Adapter } from '../../src/agents/adapter.js';
import { configuredRings } from '../../src/agents/configured.js';
import { planConnect } from '../../src/agents/connect.js';
import { adapters } from '../../src/agents/registry.js';
import { vscode } from '../../src/agents/vscode.js';
import { memoryFiles } from '../support/health.js';
import { field } from '../support/json.js';

/** The editor's hook files name one command a system; `windows` speaks before `command` there, and starts in PowerShell. */
describe("VS Code's hook entries", () => {
  const launcher = "C:\\Users\\ada o'neil\\.countersign\\bin\\countersign-hook.cmd";

  it('have a command of their own on Windows, which passes on one object and blocks everything else', () => {
    const [before, after] = vscode.entries({ launcher, platform: 'win32' });
    for (const one of [before, after]) {
      const windows = field(one?.entry, 'windows');
      assert.ok(typeof windows === 'string');
      assert.ok(windows.startsWith(`$out = & '${launcher.replace("'", "''")}' vscode`));
      assert.match(windows, /\$LASTEXITCODE -eq 0/);
      assert.match(windows, /exit 2 \}$/);
    }
    assert.equal(field(before?.entry, 'type'), 'command');
    assert.equal(typeof field(before?.entry, 'timeout'), 'number');
  });

  it('have none elsewhere', () => {
    for (const { entry } of vscode.entries({ launcher: '/h/countersign-hook', platform: 'posix' }))
      assert.deepEqual(Object.keys(entry), ['type', 'command', 'timeout']);
  });
});

/** In which shell each agent starts hooks on Windows, said here once more; of the others nothing is documented. */
const shellOf: Readonly<Record<string, string>> = {
  'claude-code': 'sh',
  codex: 'cmd',
  'gemini-cli': 'powershell',
  'copilot-cli': 'powershell',
  vscode: 'powershell',
  opencode: 'plugin',
  kilo: 'plugin',
  pi: 'plugin',
};

describe('on Windows', () => {
  const doorbell = {
    launcher: 'C:\\Users\\Jane Doe & Co\\.countersign\\bin\\countersign-hook.cmd',
    platform: 'win32',
  } as const;
  const places = { home: 'C:/Users/Jane Doe & Co', workspace: '' };

  const rings = (adapter: Adapter): readonly (readonly [string, string])[] => {
    const files = new Map<string, string>();
    const plan = planConnect(adapter, 'user', places, doorbell, memoryFiles(files));
    if (!plan.ok) return [['refused', plan.error.code]];
    files.set(plan.value.path, plan.value.after ?? '');
    return configuredRings(adapter, ['user'], places, doorbell, memoryFiles(files)).map((ring) => {
      if (ring.kind === 'command') return [ring.shell, ring.command];
      return [ring.kind, ring.kind === 'plugin' ? ring.text : ring.address];
    });
  };

  for (const adapter of adapters) {
    const expected = shellOf[adapter.id];
    it(`${adapter.id} ${expected === undefined ? 'is refused' : `gets a command of ${expected}`}`, () => {
      const found = rings(adapter);
      assert.ok(found.length > 0);
      for (const [shell, command] of found) {
        assert.equal(shell, expected ?? 'refused');
        if (shell === 'refused') assert.equal(command, 'not-on-windows');
        if (shell === 'cmd')
          assert.match(
            command,
            /^call "C:\\Users\\Jane Doe & Co\\[^"$]*" codex \w+ & \(if errorlevel 0 if not errorlevel 1 exit 0\) & echo [^"'$()]* 1>&2 & exit 2$/,
          );
        if (shell === 'powershell') assert.match(command, /^\$out = & 'C:\\Users\\Jane Doe & Co.*exit 2 \}$/);
        if (shell === 'sh') assert.match(command, /^out=\$\('C:\/Users\/Jane Doe & Co\/.*exit 2; \}$/);
        if (shell === 'plugin')
          assert.match(command, /spawn\(isWindows \? '"' \+ doorbell \+ '"' : doorbell/);
      }
    });
  }
});
