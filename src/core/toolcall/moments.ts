import { endings } from './endings.js';

/** When an agent rings: before a call, after one, or beside any, about its session. */
export type Moment = 'before' | 'after' | 'beside';

const before = [
  'PreToolUse',
  'preToolUse',
  'BeforeTool',
  'tool_call',
  'tool.execute.before',
  'beforeShellExecution',
  'beforeMCPExecution',
  'beforeReadFile',
  'pre_run_command',
  'pre_write_code',
  'pre_read_code',
  'pre_mcp_tool_use',
];

/** Events that are no call, and the marks by which Copilot CLI's are known, which names none. */
const beside = [
  // Claude Code's, and those of who took them over.
  ...['SessionStart', 'SessionEnd', 'Setup', 'Stop', 'StopFailure', 'SubagentStart', 'SubagentStop'],
  ...['UserPromptSubmit', 'UserPromptExpansion', 'Notification', 'PermissionRequest', 'PermissionDenied'],
  ...['PreCompact', 'PostCompact', 'InstructionsLoaded', 'ConfigChange', 'CwdChanged', 'FileChanged'],
  ...['TaskCreated', 'TaskCompleted', 'TeammateIdle', 'WorktreeCreate', 'WorktreeRemove'],
  // Gemini CLI's.
  ...['BeforeAgent', 'AfterAgent', 'BeforeModel', 'AfterModel', 'BeforeToolSelection', 'PreCompress'],
  // Copilot CLI's.
  ...['sessionStart', 'sessionEnd', 'userPromptSubmitted', 'errorOccurred', 'agentStop', 'subagentStart'],
  ...['subagentStop', 'preCompact', 'notification', 'permissionRequest'],
  ...['source', 'prompt', 'stopReason', 'reason', 'error', 'initialPrompt', 'trigger'],
  // Cline's.
  ...['TaskStart', 'TaskResume', 'TaskCancel', 'TaskComplete', 'agent_start', 'agent_end'],
  // Cursor's, Windsurf's, Kiro's and opencode's.
  ...['beforeSubmitPrompt', 'beforeTabFileRead', 'afterTabFileEdit', 'afterFileEdit', 'stop'],
  ...['afterShellExecution', 'afterMCPExecution', 'afterAgentResponse', 'afterAgentThought'],
  ...['pre_user_prompt', 'post_cascade_response', 'post_setup_worktree'],
  ...['agentSpawn', 'userPromptSubmit', 'event'],
];

/** Every event that is known, as agents spell it. One that is spelt otherwise is not known. */
export const moments: ReadonlyMap<string, Moment> = new Map([
  ...before.map((name) => [name, 'before'] as const),
  ...endings.map((name) => [name, 'after'] as const),
  ...beside.map((name) => [name, 'beside'] as const),
]);
