import { type Command, exitCodes, misuse } from './command.js';
import { explainPolicy } from './policy-explain.js';
import { replayPolicy } from './policy-replay.js';

export const policy: Command = {
  name: 'policy',
  summary: 'which rules hold and which one speaks; what another policy would have done',
  help: `countersign policy explain [--policy FILE] [--cwd DIR] [--home DIR] [--json] [-- COMMAND...]
countersign policy replay FILE [--limit N] [--json]

explain  prints every line that holds, with its origin: built in, your settings, the team's policy. With a command it
         judges it and prints which rules fitted and which one spoke.
replay   asks a policy about the calls in the record: how many it would have let pass, asked about and forbidden, and
         each one that would have gone another way than it did. Shell commands are judged again as recorded, in the
         directories as they are today; everything else by its recorded score, band and targets alone.

  --policy FILE  this policy instead of the one that the repository's team has in force
  --cwd DIR      the directory in which the command would run, and whose team counts (default: this one)
  --home DIR     the home whose configuration is read (default: yours)
  --limit N      the newest N entries of the record (default: 10000)
  --json         one JSON object instead of words

Exit code: 0 done, and for explain with a command 0 the gate would stay out of the way, 10 a person would be asked,
20 denied; 2 usage, 1 any other failure.
`,
  run: async (args, terminal) => {
    const [what, ...rest] = args;
    if (what === 'explain') return explainPolicy(rest, terminal);
    if (what === 'replay') return replayPolicy(rest, terminal);
    await misuse(
      terminal,
      `expected explain or replay, got ${what ?? 'nothing'}; see countersign policy --help`,
    );
    return exitCodes.usage;
  },
};
