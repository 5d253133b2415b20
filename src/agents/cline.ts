import type { FileAdapter } from './adapter.js';
import { guardedCommand } from './command.js';

/** Cline, its CLI as measured on 3.0.65: a hook is a file of that very name, and only what it prints counts. */
export const cline: FileAdapter = {
  id: 'cline',
  name: 'Cline',
  program: 'cline',
  traces: ['.cline', 'Documents/Cline'],
  coverage: {
    tried: { kind: 'end-to-end', version: '3.0.65' },
    covered: 'every-tool',
    gaps: ['run-ends', 'killed-hook', 'removed-hook', 'no-outcome'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.cline/hooks/PreToolUse`
      : `${places.workspace}/.clinerules/hooks/PreToolUse`,
  switches: () => [],
  harmless: (cwd) => ({
    taskId: 'countersign-doctor',
    workspaceRoots: [cwd],
    hookName: 'tool_call',
    tool_call: { id: 'countersign-doctor', name: 'run_commands', input: { commands: ['true'] } },
  }),
  form: 'script',
  text: (doorbell) => {
    const object = (errorMessage: string): object => ({ cancel: true, errorMessage });
    return `#!/bin/sh
# Countersign judges every tool call before it runs. \`countersign disconnect cline\` removes this file.
${guardedCommand(doorbell, { agent: 'cline', event: 'PreToolUse' }, { object })}
`;
  },
};
