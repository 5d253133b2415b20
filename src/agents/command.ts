import { shellQuoted } from '../core/shared/shell-word.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { Doorbell } from './adapter.js';

const notAvailable =
  'Countersign is not available: blocked. Open your editor with Countersign once, then retry the same call.';

/**
 * Runs the doorbell and passes on one JSON object. Whatever else happens blocks, in words: a launcher that is missing,
 * broken, killed or replaced, and output that the agent would not read, which it would take for a yes.
 */
export function guardedCommand(doorbell: Doorbell, agent: AgentId): string {
  const pass = `0:{*}) printf '%s\\n' "$out";;`;
  const block = `*) echo "${notAvailable}" >&2; exit 2;;`;
  return `out=$(${plainCommand(doorbell, agent)}); case $?:$out in ${pass} ${block} esac`;
}

/** Runs the doorbell after a call: nothing can be blocked any more. */
export function plainCommand(doorbell: Doorbell, agent: AgentId): string {
  // Agents on Windows start hooks in Git Bash, which reads forward slashes.
  const path = doorbell.platform === 'win32' ? doorbell.launcher.replaceAll('\\', '/') : doorbell.launcher;
  return `${shellQuoted(path)} ${agent}`;
}
