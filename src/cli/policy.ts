import { helpText } from '../messages/cli/help.js';
import { policyWhatText } from '../messages/cli/usage.js';
import { type Command, misuse } from './command.js';
import { explainPolicy } from './policy-explain.js';
import { replayPolicy } from './policy-replay.js';

export const policyCommand: Command = {
  name: 'policy',
  ...helpText.policy,
  run: async (args, terminal) => {
    const [what, ...rest] = args;
    if (what === 'explain') return explainPolicy(rest, terminal);
    if (what === 'replay') return replayPolicy(rest, terminal);
    return misuse(terminal, policyWhatText(what));
  },
};
