import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { agentMarkers, agentPrograms } from '../protocol/agent-markers.js';

const programs: ReadonlySet<string> = new Set(agentPrograms);

/** No person's terminal lies deeper. */
const deepest = 200;

/**
 * True where an agent stands among the processes that started this one, though the variables that it sets were taken out on the way:
 * `env -u CLAUDECODE script -c …`. Only Linux tells; who has itself adopted by another process is not found.
 */
export function isBelowAgent(pid = process.ppid): boolean {
  let at = pid;
  for (let step = 0; at > 1 && step < deepest; step += 1) {
    if (isAgent(at)) return true;
    at = Number(/^PPid:\s*(\d+)/m.exec(textOf(`/proc/${at}/status`))?.[1] ?? 0);
  }
  return false;
}

function isAgent(pid: number): boolean {
  const variables = textOf(`/proc/${pid}/environ`).split('\0');
  if (variables.some(marks)) return true;
  const words = textOf(`/proc/${pid}/cmdline`).split('\0').slice(0, 2);
  return words.some((word) => programs.has(basename(word)));
}

function marks(variable: string): boolean {
  const at = variable.indexOf('=');
  const value = variable.slice(at + 1);
  return agentMarkers.some((name) => name === variable.slice(0, at)) && !['', '0', 'false'].includes(value);
}

/** Of a process of another user, or one that has gone, nothing is known. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
