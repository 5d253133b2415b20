import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { noDoorbellText } from '../messages/cli/agents.js';
import { helpText } from '../messages/cli/help.js';
import { oneAgentText } from '../messages/cli/usage.js';
import { type Command, misuse } from './command.js';

export const hookCommand: Command = {
  name: 'hook',
  ...helpText.hook,
  run: async (args, terminal) => {
    const [agent, event, ...rest] = args;
    if (agent === undefined || rest.length > 0) return misuse(terminal, oneAgentText);
    const doorbell = join(__dirname, 'hook.js');
    if (!existsSync(doorbell)) return misuse(terminal, noDoorbellText(doorbell));
    return ringDoorbell([doorbell, agent, ...(event === undefined ? [] : [event])], terminal.cwd);
  },
};

/** The very program that agents start, with this one's standard streams. However it ends, only 0 is no block. */
function ringDoorbell(words: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd, stdio: 'inherit' });
    child.on('error', () => resolve(2));
    child.on('close', (code) => resolve(code === 0 ? 0 : 2));
  });
}
