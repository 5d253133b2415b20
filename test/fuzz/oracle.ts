/** What no answer to a made-up payload may be. Nobody is there to say yes, so any yes is a fault. */
import { callerIds } from '../../src/core/toolcall/toolcall.js';
import { type Answer, nothingTo } from '../../src/protocol/answer.js';
import type { Sample } from './mutate.js';

/** Why an answer is a fault; undefined where it is none. */
export function faultIn(sample: Sample, answer: Answer): string | undefined {
  if (answer.exitCode === 2) return answer.stderr.trim() === '' ? 'blocks without a word' : undefined;
  const printed: unknown = parsed(answer.stdout);
  if (!isObject(printed)) return 'printed something that is no object';
  const agent = callerIds.find((id) => id === sample.agent);
  const isNothing = agent !== undefined && answer.stdout.trim() === nothingTo(agent);
  if (!isNothing && says(printed, 'allow')) return 'allows';
  if (sample.mustHold && (isNothing || Object.keys(printed).length === 0))
    return 'has no opinion on a call that must be held';
  return undefined;
}

/** True when an answer speaks a yes in any agent's words. */
function says(value: Readonly<Record<string, unknown>>, yes: string): boolean {
  const { permissionDecision, decision, permission, cancel, hookSpecificOutput } = value;
  if ([permissionDecision, decision, permission].includes(yes) || cancel === false) return true;
  return isObject(hookSpecificOutput) && says(hookSpecificOutput, yes);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
