import { shellQuoted } from '../core/shared/shell-word.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { Doorbell } from './adapter.js';

const notAvailable =
  'Countersign is not available: blocked. Open your editor with Countersign once, then retry the same call.';

/** Runs the doorbell; a launcher that is missing, broken or killed blocks too, in words. */
export function guardedCommand(doorbell: Doorbell, agent: AgentId): string {
  const words = `echo "${notAvailable}" >&2; exit 2`;
  return `${plainCommand(doorbell, agent)} || { ${words}; }`;
}

/** Runs the doorbell after a call: nothing can be blocked any more. */
export function plainCommand(doorbell: Doorbell, agent: AgentId): string {
  // Agents on Windows start hooks in Git Bash, which reads forward slashes.
  const path = doorbell.platform === 'win32' ? doorbell.launcher.replaceAll('\\', '/') : doorbell.launcher;
  return `${shellQuoted(path)} ${agent}`;
}
