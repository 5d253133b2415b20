import type { Verified } from '../core/toolcall/health.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { GuardNotes } from '../ports/ports.js';

/** What is kept of connections. A note that cannot be written is no harm to the hook: only its removal goes unnoticed. */

/** From now on our hook belongs in the file. What was verified before says nothing of it. */
export function keepConnected(notes: GuardNotes, agent: AgentId, file: string): void {
  const { files } = notes.of(agent);
  notes.keep(agent, { files: [...new Set([...files, file])].sort() });
}

/** A person has taken our hook out of the file. */
export function noteDisconnected(notes: GuardNotes, agent: AgentId, file: string): void {
  const { files, verified } = notes.of(agent);
  const left = files.filter((one) => one !== file);
  notes.keep(agent, { files: left, ...(left.length > 0 && verified ? { verified } : {}) });
}

export function noteVerified(notes: GuardNotes, agent: AgentId, verified: Verified): void {
  notes.keep(agent, { files: notes.of(agent).files, verified });
}
