import type { Answer } from './answer.js';
import { parsed } from './parsed.js';
import { decodeAnswer, isObject, isTextMap } from './ring.js';

/**
 * A call for the program that judges without a window: this as one line of JSON, then `bytes` bytes of the agent's payload,
 * untouched, on its standard input. It prints one answer, as a line of JSON, and ends with 0.
 */
export interface OfflineHeader {
  readonly agent: string;
  /** The event that the installed command is for, where it names one. */
  readonly event?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly bytes: number;
}

export function lineOfOffline(message: OfflineHeader | Answer): string {
  return `${JSON.stringify(message)}\n`;
}

export function decodeOfflineHeader(line: string): OfflineHeader | undefined {
  const value = parsed(line);
  if (!isObject(value)) return undefined;
  const { agent, event, cwd, env, bytes } = value;
  if (typeof agent !== 'string' || typeof cwd !== 'string' || !isTextMap(env)) return undefined;
  if (event !== undefined && typeof event !== 'string') return undefined;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  return { agent, ...(event === undefined ? {} : { event }), cwd, env, bytes };
}

/** One whole line that holds an answer; undefined for anything else. */
export function decodeOfflineAnswer(text: string): Answer | undefined {
  return text.endsWith('\n') ? decodeAnswer(parsed(text)) : undefined;
}
