import type { Verified } from '../core/toolcall/health.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { GuardNotes } from '../ports/ports.js';

/** What is kept of connections. A note that cannot be written is no harm to the hook: only its removal goes unnoticed. */

/** From now on our hook belongs in the file. What was verified before says nothing of it, and what ran before was not held. */
export function keepConnected(notes: GuardNotes, agent: AgentId, file: string, at: number): void {
  const { files } = notes.of(agent);
  notes.keep(agent, { files: [...new Set([...files, file])].sort(), looked: at });
}

/** A person has seen what ran unheld until now. */
export function noteLooked(notes: GuardNotes, agent: AgentId, at: number): void {
  notes.keep(agent, { ...notes.of(agent), looked: at });
}

/** A person has taken our hook out of the file. */
export function noteDisconnected(notes: GuardNotes, agent: AgentId, file: string): void {
  const { files, verified, looked } = notes.of(agent);
  const left = files.filter((one) => one !== file);
  if (left.length === files.length && verified === undefined) return;
  notes.keep(agent, {
    files: left,
    ...(left.length > 0 && verified ? { verified } : {}),
    ...(looked === undefined ? {} : { looked }),
  });
}

export function noteVerified(notes: GuardNotes, agent: AgentId, verified: Verified): void {
  notes.keep(agent, { ...notes.of(agent), verified });
}
