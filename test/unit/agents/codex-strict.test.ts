import assert from 'node:assert/strict';
import { codexStrict } from '../../../src/agents/codex-strict.js';
import { isSameToml, withoutCodexTrust } from '../../../src/agents/codex-trust.js';

const line = 'unified_exec_tty = false # Countersign';

describe("the setting against what is typed into Codex's shells", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['', `[features]\n${line}\n`],
    ['model = "m" # keep\n', `model = "m" # keep\n\n[features]\n${line}\n`],
    ['[features]\nhooks = true\n[x]\na = 1\n', `[features]\n${line}\nhooks = true\n[x]\na = 1\n`],
    ['[features]\nunified_exec_tty = true\n', `[features]\n${line}\n`],
    ['[features]\nunified_exec_tty = false\n', '[features]\nunified_exec_tty = false\n'],
    ['features = { hooks = true }\n', undefined],
    ['broken = ', undefined],
  ];
  for (const [before, after] of cases) {
    it(JSON.stringify(before), () => assert.equal(codexStrict.with(before), after));
  }

  it('goes again with the trust, and nothing else does', () => {
    const hooks = JSON.stringify({ hooks: { PreToolUse: [{ hooks: [{ command: 'countersign-hook' }] }] } });
    const trust = '[hooks.state."/h:pre_tool_use:0:0"]\ntrusted_hash = "sha256:00"\n';
    const theirs =
      '[features]\nhooks = true\n[hooks.state."/h:pre_tool_use:1:0"]\ntrusted_hash = "sha256:01"\n';
    const ours = codexStrict.with(`${theirs}${trust}`);
    assert.ok(ours !== undefined);
    assert.equal(withoutCodexTrust('/h', hooks, ours), theirs);
    assert.equal(withoutCodexTrust('/h', hooks, theirs), theirs);
    const quoted = `note = """\n${trust}"""\n`;
    assert.equal(withoutCodexTrust('/h', hooks, quoted), quoted);
    assert.ok(isSameToml('[features]\n', ''));
    assert.ok(!isSameToml('a = 1\n', ''));
  });
});
