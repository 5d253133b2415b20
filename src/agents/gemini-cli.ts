import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, EntriesAdapter } from './adapter.js';
import { guardedCommand, plainCommand, powershellCommand } from './command.js';
import { harmlessHook } from './harmless.js';
import { hookName } from './switches.js';

/** Gemini CLI, as measured on 0.61.0: time limits in milliseconds, decisions at the top level. */
export const geminiCli: EntriesAdapter = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  onWindows: 'powershell',
  program: 'gemini',
  traces: ['.gemini'],
  coverage: {
    tried: { kind: 'end-to-end', version: '0.61.0' },
    covered: 'every-tool',
    gaps: ['switched-off', 'untrusted-folder', 'killed-hook'],
    onFailure: 'command-blocks',
  },
  file: (scope, places) => `${scope === 'user' ? places.home : places.workspace}/.gemini/settings.json`,
  switches: (places) => [`${places.home}/.gemini/settings.json`, `${places.workspace}/.gemini/settings.json`],
  harmless: (cwd) => harmlessHook(cwd, 'BeforeTool', 'run_shell_command'),
  entries: (doorbell) => [
    {
      event: 'BeforeTool',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: started(doorbell, 'BeforeTool', guardedCommand),
            timeout: hookLimit('gemini-cli') * 1_000,
          },
        ],
      },
    },
    {
      event: 'AfterTool',
      entry: {
        matcher: '*',
        hooks: [
          {
            type: 'command',
            name: hookName,
            command: started(doorbell, 'AfterTool', plainCommand),
            timeout: 60_000,
          },
        ],
      },
    },
  ],
};

/** Gemini starts hooks by `powershell -Command` on Windows, whatever shell a person uses. */
function started(doorbell: Doorbell, event: string, posix: typeof plainCommand): string {
  const hook = { agent: 'gemini-cli', event } as const;
  return (doorbell.platform === 'win32' ? powershellCommand : posix)(doorbell, hook);
}
