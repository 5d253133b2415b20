import type { EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';

const tools = ['run_command', 'write_code', 'read_code', 'mcp_tool_use'] as const;

/** Windsurf Cascade, from its documentation: one event for each kind of tool, and only exit code 2 blocks. */
export const windsurf: EntriesAdapter = {
  id: 'windsurf',
  name: 'Windsurf',
  traces: ['.codeium/windsurf'],
  coverage: {
    tried: { kind: 'documented' },
    covered: 'shell-edits-reads-mcp',
    gaps: ['killed-hook', 'editor-tasks'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.codeium/windsurf/hooks.json`
      : `${places.workspace}/.windsurf/hooks.json`,
  switches: (places) => [`${places.workspace}/.windsurf/hooks.json`],
  harmless: (cwd) => ({
    agent_action_name: 'pre_run_command',
    trajectory_id: 'countersign-doctor',
    tool_info: { command_line: 'true', cwd },
  }),
  entries: (doorbell) => [
    ...tools.map((tool) => ({
      event: `pre_${tool}`,
      entry: {
        command: guardedCommand(doorbell, { agent: 'windsurf', event: `pre_${tool}` }, 'exit-code'),
        show_output: true,
      },
    })),
    ...tools.map((tool) => ({
      event: `post_${tool}`,
      entry: {
        command: plainCommand(doorbell, { agent: 'windsurf', event: `post_${tool}` }),
        show_output: false,
      },
    })),
  ],
};
