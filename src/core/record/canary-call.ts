import { canarySession } from '../toolcall/health.js';

/** What it would run. */
const command = 'true';

/**
 * Countersign's own call, by which it tries a doorbell: no agent's work. Only the one that does nothing is, quiet and let through:
 * an agent that names that session has nothing else told as ours.
 */
export function isCanaryCall(body: object): boolean {
  const { type, session, band, summary }: Readonly<Record<string, unknown>> = { ...body };
  return type === 'call.passed' && session === canarySession && band === 'quiet' && summary === command;
}
