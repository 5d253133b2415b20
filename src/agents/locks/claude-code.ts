import { hookLimit } from '../../protocol/limits.js';
import type { AgentLock, LockedBell } from './lock.js';
import { ownLockFile } from './lock-file.js';

/**
 * Claude Code, measured on 2.1.332: a file of its own beside the managed settings. The exec form has no shell in which anything of
 * the user's is loaded; `onFailure` blocks where the hook is killed or stopped; no hook sees the shell of a skill, so it is off.
 */
export const claudeCodeLock: AgentLock = {
  agent: 'claude-code',
  lockable: {
    kind: 'locked',
    left: ['own-namespace', 'patched-copy'],
    withoutUser: ['traced-hook'],
    isTried: true,
  },
  files: (bell) => [ownLockFile(path(bell), `${JSON.stringify(settings(bell), undefined, 2)}\n`)],
};

function path({ system }: LockedBell): string {
  const folder = system === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code';
  return `${folder}/managed-settings.d/countersign.json`;
}

function settings({ program }: LockedBell): object {
  const hook = (event: string, more: object): object => ({
    matcher: '*',
    hooks: [{ type: 'command', command: program, args: ['claude-code', event], ...more }],
  });
  return {
    allowManagedHooksOnly: true,
    disableSkillShellExecution: true,
    permissions: { disableBypassPermissionsMode: 'disable' },
    hooks: {
      PreToolUse: [hook('PreToolUse', { timeout: hookLimit('claude-code'), onFailure: 'block' })],
      PostToolUse: [hook('PostToolUse', { timeout: 60 })],
      PostToolUseFailure: [hook('PostToolUseFailure', { timeout: 60 })],
    },
  };
}
