import type { Decider } from '../core/record/decider.js';
import type { OwnCommandName } from '../core/tool/guard/own-commands.js';
import { accountName } from '../node/account.js';
import { agentMarkers } from '../protocol/agent-markers.js';
import type { Terminal } from './command.js';

/** A person reads and types here, and no agent has started this terminal, as far as its variables and what started it tell. */
export function isPersonHere(terminal: Terminal): boolean {
  return terminal.isInteractive === true && !isAgentHere(terminal);
}

/** An agent has started this, as far as its variables and what started it tell. */
export function isAgentHere({ env, isBelowAgent }: Terminal): boolean {
  return isAgents(env) || isBelowAgent?.() === true;
}

/** An agent says by a variable that it has started this terminal. */
function isAgents(env: Terminal['env']): boolean {
  return agentMarkers.some((name) => !['', '0', 'false', undefined].includes(env[name]));
}

/** Who a person at this terminal is: a roster or git may be what they are about to speak of. */
export function ownAccount(): Decider {
  const account = accountName();
  return { person: account, known: 'account', account };
}

/**
 * What each command says for a person that loosens something or decides: by which words (`every`: by any). What asks for a person
 * at a terminal does so itself; none of it is said for an agent, though scripts of a person may say what asks for no terminal.
 */
export const sayings: Readonly<Record<OwnCommandName, readonly string[] | 'every'>> = {
  approve: 'every',
  check: [],
  collect: [],
  completion: [],
  connect: ['--http'],
  deny: 'every',
  disconnect: 'every',
  doctor: ['--seen'],
  erase: 'every',
  export: [],
  hook: [],
  lock: ['--without-user'],
  log: [],
  mcp: ['--disconnect'],
  outbox: ['--to', '--key', '--stop'],
  places: ['set', 'forget'],
  policy: [],
  receipt: [],
  report: [],
  requests: ['--accept', '--forget-team'],
  restore: [],
  retention: ['--now', '--hold', '--release'],
  show: [],
  uninstall: 'every',
  unlock: 'every',
  verify: ['--witness'],
};

/** An agent that says so by its variables would say for a person what is theirs to say. `own`: the words before `--`. */
export function speaksForPerson(name: OwnCommandName, own: readonly string[], env: Terminal['env']): boolean {
  const said = sayings[name];
  if (!isAgents(env) || own.includes('--dry-run')) return false;
  return said === 'every' || own.some((word) => said.includes(word.split('=', 1)[0] ?? ''));
}
