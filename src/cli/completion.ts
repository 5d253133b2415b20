import { adapters } from '../agents/registry.js';
import { type Completable, completionScripts } from '../messages/cli/completion-scripts.js';
import { helpText } from '../messages/cli/help.js';
import { shellExpectedText } from '../messages/cli/usage.js';
import { type Command, exitCodes, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

/** The command that writes the completion of all `others`, and of itself. */
export function completionCommand(others: readonly Command[]): Command {
  const own: Command = {
    name: 'completion',
    ...helpText.completion,
    run: async (args, terminal) => {
      const parsed = parseCommandLine('completion', args, { json: { type: 'boolean' } });
      if (!parsed.ok) return misuse(terminal, parsed.error);
      const [shell = '', ...more] = parsed.value.positionals;
      const script = completionScripts[shell];
      if (script === undefined || more.length > 0)
        return misuse(terminal, shellExpectedText(Object.keys(completionScripts), parsed.value.positionals));
      const text = script([...others, own].map(completable));
      await terminal.out(parsed.value.values.json ? `${JSON.stringify({ shell, script: text })}\n` : text);
      return exitCodes.done;
    },
  };
  return own;
}

/** The words that a command takes, where there are few: everything else is a file, a command or a name that nobody knows here. */
const words: Readonly<Record<string, readonly string[]>> = {
  connect: adapters.map(({ id }) => id),
  disconnect: adapters.map(({ id }) => id),
  hook: adapters.map(({ id }) => id),
  policy: ['explain', 'replay'],
  places: ['list', 'set', 'forget'],
  completion: Object.keys(completionScripts),
};

/** Its help names every option: what is added there is completed. */
function completable({ name, summary, help }: Command): Completable {
  const named = help.match(/--[a-z][a-z-]*/g) ?? [];
  return { name, summary, options: [...new Set([...named, '--help'])], words: words[name] ?? [] };
}
