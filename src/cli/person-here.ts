import { agentMarkers } from '../protocol/agent-markers.js';
import type { Terminal } from './command.js';

/** A person reads and types here, and no agent has started this terminal, as far as its variables and what started it tell. */
export function isPersonHere({ isInteractive, env, isBelowAgent }: Terminal): boolean {
  return isInteractive === true && !isAgents(env) && isBelowAgent?.() !== true;
}

/** An agent says by a variable that it has started this terminal. */
export function isAgents(env: Terminal['env']): boolean {
  return agentMarkers.some((name) => !['', '0', 'false', undefined].includes(env[name]));
}
