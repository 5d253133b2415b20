/**
 * Variables that coding agents set for the programs that they start, each seen in the agent's own program or documented by
 * it. A value of `0` or `false` counts as none.
 */
export const agentMarkers = [
  'CLAUDECODE',
  'CODEX_THREAD_ID',
  'CODEX_CI',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'GEMINI_CLI',
  'QWEN_CODE',
  'COPILOT_CLI',
  // VS Code's own agent mode.
  'COPILOT_AGENT',
  'OPENCODE',
  'KILO',
  'PI_CODING_AGENT',
  'CLINE_ACTIVE',
  'CURSOR_AGENT',
  'AUGMENT_AGENT',
  'GROK_AGENT',
  'ANTIGRAVITY_AGENT',
  'GOOSE_TERMINAL',
  'TRAE_AI_SHELL_ID',
  // Two names that several agents share.
  'AI_AGENT',
  'AGENT',
] as const;

/** Variables in which an agent names its session as its hooks do. */
export const sessionVariables = [
  'CLAUDE_CODE_SESSION_ID',
  'CODEX_THREAD_ID',
  'GEMINI_SESSION_ID',
  'GROK_SESSION_ID',
] as const;

/** Names of agents' processes: on Linux a launcher knows an agent that sets no variable by what it was started from. */
export const agentPrograms = [
  ...[
    'claude',
    'codex',
    'copilot',
    'cline',
    'opencode',
    'kilo',
    'pi',
    'cursor-agent',
    'kiro-cli',
    'kiro-cli-chat',
    'qchat',
    'droid',
  ],
  ...['gemini', 'qwen', 'amp', 'goose', 'crush', 'aider', 'auggie', 'grok', 'kimi', 'agy'],
] as const;
