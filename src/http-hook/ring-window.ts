import { callGate } from '../client/gate-call.js';
import { refusal } from '../messages/answers/refusal.js';
import type { Answer } from '../protocol/answer.js';
import type { Ring } from '../protocol/ring.js';

/**
 * Rings at the gate of the window that holds the directory: the window that listens need not be the one that answers. One is
 * open, so nothing is judged without. Whatever fails is a no in words; never rejects.
 */
export async function ringWindow(home: string, ring: Ring, gone: AbortSignal): Promise<Answer> {
  const payload = typeof ring.payload === 'string' ? Buffer.from(ring.payload) : ring.payload;
  const open = callGate({ ...ring, payload, credentials: () => ring.credentials ?? {} }, { home });
  gone.addEventListener('abort', () => open.hangUp(), { once: true });
  if (gone.aborted) open.hangUp();
  const end = await open.end;
  return end.kind === 'answered' ? end.answer : refusal(end.cause, end.detail);
}
