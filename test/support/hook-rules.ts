/** What each agent makes of a hook that has ended, as measured on the real agents: only what blocks a call is a no. */
import { field } from './json.js';

/** How a hook ended: its exit code, null when a signal ended it, and what it printed. */
export interface HookEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** True when the agent does not run the call. */
export type BlockRule = (end: HookEnd) => boolean;

/** Exit code 2 with words, or an object that says deny; everything else runs, an end by a signal too. */
const claudeForm: BlockRule = ({ code, stdout, stderr }) =>
  (code === 2 && stderr.trim() !== '') || (code === 0 && deniesAsClaude(stdout));

export const blockRules: Readonly<Record<string, BlockRule>> = {
  // `onFailure` is left out: the command must do without it.
  'claude-code': claudeForm,
  codex: claudeForm,
  vscode: claudeForm,
  'qwen-code': claudeForm,
  droid: claudeForm,
  // Exit code 2 blocks with words and without; a signal's end counts as 0.
  auggie: claudeForm,
  // Exit code 2 blocks without words too, and an object that denies whatever the exit code.
  'grok-build': ({ code, stdout }) => code === 2 || deniesAsClaude(stdout),
  // What else blocks is not known.
  antigravity: ({ code, stdout }) => code === 0 && field(object(stdout), 'decision') === 'deny',
  // Exit code 2 blocks without words too; every other end but 0 runs.
  'kimi-code': ({ code, stdout }) => code === 2 || (code === 0 && deniesAsClaude(stdout)),
  'gemini-cli': ({ code, stdout, stderr }) =>
    code === 0
      ? ['deny', 'block'].includes(String(field(object(stdout), 'decision')))
      : code !== null && code > 1 && (stdout + stderr).trim() !== '',
  'copilot-cli': ({ code, stdout }) => code !== 0 || field(object(stdout), 'permissionDecision') === 'deny',
  cline: ({ stdout }) => field(object(stdout), 'cancel') === true,
};

function deniesAsClaude(stdout: string): boolean {
  const said = field(object(stdout), 'hookSpecificOutput');
  return field(said, 'hookEventName') === 'PreToolUse' && field(said, 'permissionDecision') === 'deny';
}

/** The one object that an agent reads; a line of text before it makes it none. */
function object(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
