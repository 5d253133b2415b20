import { shellQuoted } from '../core/shared/shell-word.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { Doorbell } from './adapter.js';

/** What an agent is told where the doorbell itself cannot speak. */
export const notAvailable =
  'Countersign is not available: blocked. Open your editor with Countersign once, then retry the same call.';

/** How an agent is told no: by what its hook prints, by exit code 2 with words alone, or only by an object. */
type Telling = 'printed' | 'exit-code' | { readonly object: (words: string) => object };

/**
 * Runs the doorbell and passes on one JSON object. Whatever else happens blocks, in words: a launcher that is missing,
 * broken, killed or replaced, and output that the agent would not read, which it would take for a yes.
 */
export function guardedCommand(doorbell: Doorbell, agent: AgentId, telling: Telling = 'printed'): string {
  return `out=$(${plainCommand(doorbell, agent)}); case $?:$out in ${passed(telling)} ${blocked(telling)} esac`;
}

/** An agent that reads no output is given none. */
function passed(telling: Telling): string {
  return telling === 'exit-code' ? '0:{*}) ;;' : `0:{*}) printf '%s\\n' "$out";;`;
}

function blocked(telling: Telling): string {
  if (typeof telling === 'object') {
    return `*) printf '%s\\n' ${shellQuoted(JSON.stringify(telling.object(notAvailable)))};;`;
  }
  const broken = `*) echo "${notAvailable}" >&2; exit 2;;`;
  // The doorbell has said why; exit code 2 without any words would be no block for some agents.
  return telling === 'exit-code' ? `2:*) echo "Blocked by Countersign." >&2; exit 2;; ${broken}` : broken;
}

/**
 * Tells the gate in the background how a call ended: nothing can be blocked any more, so the agent need not wait. A
 * shell gives what runs in the background no input, hence the other file descriptor.
 */
export function afterCommand(doorbell: Doorbell, agent: AgentId): string {
  const plain = plainCommand(doorbell, agent);
  return doorbell.platform === 'win32' ? plain : `exec 3<&0; ${plain} <&3 3<&- >/dev/null 2>&1 &`;
}

/** Runs the doorbell, and passes on whatever comes of it. */
export function plainCommand(doorbell: Doorbell, agent: AgentId): string {
  // Agents on Windows start hooks in Git Bash, which reads forward slashes.
  const path = doorbell.platform === 'win32' ? doorbell.launcher.replaceAll('\\', '/') : doorbell.launcher;
  return `${shellQuoted(path)} ${agent}`;
}

/** The same for PowerShell, in which Copilot CLI starts hooks on Windows. */
export function powershellCommand(doorbell: Doorbell, agent: AgentId): string {
  const quoted = `'${doorbell.launcher.replaceAll("'", "''")}'`;
  const ring = `$out = & ${quoted} ${agent} | Out-String`;
  const pass = `if ($LASTEXITCODE -eq 0 -and $out.Trim() -match '^(?s)\\{.*\\}$') { $out }`;
  return `${ring}; ${pass} else { [Console]::Error.WriteLine('${notAvailable}'); exit 2 }`;
}
