/** Events after which nothing can be blocked any more, as agents spell them. The doorbell knows them too. */
export const endings: readonly string[] = [
  'PostToolUse',
  'PostToolUseFailure',
  'postToolUse',
  'postToolUseFailure',
  'AfterTool',
  'tool_result',
  'tool.execute.after',
  'post_run_command',
  'post_write_code',
  'post_read_code',
  'post_mcp_tool_use',
];
