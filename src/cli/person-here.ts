import { agentMarkers } from '../protocol/agent-markers.js';
import type { Terminal } from './command.js';

/** A person reads and types here, and no agent has started this terminal, as far as its variables tell. */
export function isPersonHere({ isInteractive, env }: Terminal): boolean {
  return isInteractive === true && !isAgents(env);
}

/** An agent says by a variable that it has started this terminal. */
export function isAgents(env: Terminal['env']): boolean {
  return agentMarkers.some((name) => !['', '0', 'false', undefined].includes(env[name]));
}
