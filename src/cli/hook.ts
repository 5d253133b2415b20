import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, misuse } from './command.js';

const help = `countersign hook AGENT [EVENT]

Answers one hook call of an agent: its payload on standard input, its answer on standard output. With an editor window
open, that window answers; without one, quiet calls pass and everything that would need a person is blocked. With the name
of the agent's event, a payload of another event is blocked too.

Exit code: 0 with an answer, 2 with words on standard error. Every failure is 2, which agents take for a no.
`;

export const hook: Command = {
  name: 'hook',
  summary: "an agent's hook payload on stdin, that agent's answer on stdout, fail closed",
  help,
  run: async (args, terminal) => {
    const [agent, event, ...rest] = args;
    if (agent === undefined || rest.length > 0)
      return misuse(
        terminal,
        'expected the name of one agent, and of one event at most; see countersign hook --help',
      );
    const doorbell = join(__dirname, 'hook.js');
    if (!existsSync(doorbell))
      return misuse(terminal, `expected the doorbell beside this program, got none at ${doorbell}: blocked`);
    return ringDoorbell([doorbell, agent, ...(event === undefined ? [] : [event])]);
  },
};

/** The very program that agents start, with this one's standard streams. However it ends, only 0 is no block. */
function ringDoorbell(words: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { stdio: 'inherit' });
    child.on('error', () => resolve(2));
    child.on('close', (code) => resolve(code === 0 ? 0 : 2));
  });
}
