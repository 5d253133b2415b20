import type { CallerId } from '../../core/toolcall/toolcall.js';

/** What people call an agent. */
export const agentNames: Readonly<Record<CallerId, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'gemini-cli': 'Gemini CLI',
  'copilot-cli': 'Copilot CLI',
  vscode: 'VS Code agent mode',
  opencode: 'opencode',
  kilo: 'Kilo',
  pi: 'Pi',
  cline: 'Cline',
  cursor: 'Cursor',
  windsurf: 'Windsurf',
  kiro: 'Kiro',
  'amazon-q': 'Amazon Q',
  droid: 'Droid',
  'qwen-code': 'Qwen Code',
  auggie: 'Auggie',
  'grok-build': 'Grok Build',
  'kimi-code': 'Kimi Code',
  antigravity: 'Antigravity',
  terminal: 'Terminal guard',
  'mcp-gateway': 'MCP gateway',
};
