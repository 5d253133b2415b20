import { canarySession } from '../toolcall/health.js';

/**
 * Countersign's own call, by which it tries a doorbell: no agent's work. Only one that was quiet and let through is: an agent that
 * names that session hides nothing by it.
 */
export function isCanaryCall(body: object): boolean {
  const { type, session, band }: Readonly<Record<string, unknown>> = { ...body };
  return type === 'call.passed' && session === canarySession && band === 'quiet';
}
