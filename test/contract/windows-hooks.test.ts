import assert from 'node:assert/strict';
import { vscode } from '../../src/agents/vscode.js';
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
