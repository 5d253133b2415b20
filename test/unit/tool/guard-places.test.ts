import assert from 'node:assert/strict';
import { guardKindOf } from '../../../src/core/tool/guard/places.js';

const guards = [
  '/home/ada/.countersign/bin/hook.js',
  '/home/ada/.countersign/settings.json',
  '/home/ada/.vscode/extensions/countersign.countersign-0.1.0/dist/house.js',
  '/home/ada/.some-fork-of-2027/extensions/countersign.countersign-9.0.0/package.json',
  '/home/ada/.cursor/extensions/extensions.json',
  '/home/ada/.vscode-server/extensions/.obsolete',
  '/home/ada/.vscode-oss/argv.json',
  '/home/ada/.config/Trae/User/globalStorage/state.vscdb',
  '/home/ada/.config/Code/User/workspaceStorage/a1/state.vscdb.backup',
  '/home/ada/.config/Antigravity/User/mcp.json',
  '/home/ada/.claude/settings.json',
  '/home/ada/.claude/settings.local.json',
  '/srv/app/.claude/hooks/before.sh',
  '/srv/app/.mcp.json',
  '/home/ada/.codex/config.toml',
  '/home/ada/.codex/work.config.toml',
  '/home/ada/.codex/rules/default.rules',
  '/home/ada/.gemini/trustedFolders.json',
  '/home/ada/.qwen/settings.json',
  '/home/ada/.augment/settings.json',
  '/w/.augment/settings.local.json',
  '/home/ada/.grok/hooks/countersign.json',
  '/home/ada/.grok/disabled-hooks',
  '/home/ada/.grok/hooks-paths',
  '/home/ada/.grok/config.toml',
  '/home/ada/.grok/trusted_folders.toml',
  '/etc/grok/requirements.toml',
  '/home/ada/.local/bin/grok',
  '/home/ada/.kimi-code/config.toml',
  '/home/ada/.kimi-code/mcp.json',
  '/home/ada/.kimi-code/plugins/installed.json',
  '/home/ada/.local/bin/kimi',
  '/home/ada/.gemini/config/hooks.json',
  '/w/.agents/hooks.json',
  '/w/.agent/hooks.json',
  '/w/_agents/hooks.json',
  '/home/ada/.local/bin/agy',
  '/home/ada/.config/opencode/opencode.json',
  '/home/ada/.config/opencode/plugin/x.ts',
  '/srv/app/.opencode/tool/report.js',
  '/home/ada/.devin/hooks.v1.json',
  '/home/ada/.augment/settings.json',
  '/home/ada/.config/goose/config.yaml',
  '/home/ada/.config/kilo/plugin/other.ts',
  '/home/ada/.pi/agent/extensions/countersign.js',
  '/w/.pi/extensions/other/index.ts',
  '/home/ada/.pi/agent/settings.json',
  '/w/.pi/settings.json',
  '/home/ada/.factory/settings.local.json',
  '/home/ada/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
  '/etc/claude-code/managed-settings.json',
  '/etc/codex/requirements.toml',
  '/etc/countersign/roster',
  '/etc/vscode/policy.json',
  '/Library/Application Support/ClaudeCode/managed-settings.json',
  'C:/ProgramData/Cursor/hooks.json',
  '/opt/homebrew/bin/git',
  '/usr/local/bin/ssh-keygen',
  '/home/ada/.local/bin/countersign',
  'C:/Users/Ada/bin/countersign.cmd',
] as const;

/** Guards only by what is written into them. */
const keys = [
  '/srv/app/.vscode/settings.json',
  '/home/ada/.config/Code/User/settings.json',
  '/home/ada/.config/Trae/User/profiles/a/settings.json',
  '/home/ada/.vscode-server/data/Machine/settings.json',
  '/srv/app/app.code-workspace',
] as const;

/** What stands beside them, and is nobody's guard. */
const nearMisses = [
  '/srv/app/settings.json',
  '/srv/app/src/settings.json',
  '/srv/app/extensions/main.ts',
  '/srv/countersign/src/main.ts',
  '/srv/app/bin/countersign.ts',
  '/srv/app/src/countersign',
  '/srv/app/src/hooks/useUser.ts',
  '/srv/app/plugins/index.ts',
  '/home/ada/.vscode/extensions/ms-python.python-1/package.json',
  '/home/ada/.claude/projects/a/notes.md',
  '/home/ada/.claude/todos/1.json',
  '/srv/app/.claude/skills/review/SKILL.md',
  '/srv/app/.cursor/rules/style.mdc',
  '/srv/app/CLAUDE.md',
  '/srv/app/.github/workflows/ci.yml',
  '/srv/app/.github/copilot-instructions.md',
  '/home/ada/.config/nvim/init.lua',
  '/home/ada/.config/git/config',
  '/srv/app/mcp.json',
  '/srv/app/config/claude/settings.md',
  '/home/ada/bin/git',
  '/srv/app/bin/git',
] as const;

describe('a place that supervises an agent', () => {
  for (const path of guards) {
    it(`is ${path}`, () => assert.equal(guardKindOf(path), 'guard'));
  }

  for (const path of keys) {
    it(`is ${path} by its keys`, () => assert.equal(guardKindOf(path), 'keys'));
  }

  for (const path of nearMisses) {
    it(`is not ${path}`, () => assert.equal(guardKindOf(path), undefined));
  }

  it('is whatever lies in the home that Countersign was given', () => {
    assert.equal(guardKindOf('/data/cs/record/lock', '/data/cs'), 'guard');
    assert.equal(guardKindOf('/data/csx/record/lock', '/data/cs'), undefined);
  });

  it('is known in any case, as file systems without case find it', () => {
    for (const path of guards) assert.equal(guardKindOf(path.toUpperCase()), 'guard', path);
  });
});
