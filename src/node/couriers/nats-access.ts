import { JetStreamApiError } from '@nats-io/jetstream';
import {
  credsAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import type { CourierFailure } from '../../ports/courier.js';
import { failure } from './failure.js';

/** What the client threw, as a failure. */
export function natsFailure(error: unknown): { readonly ok: false; readonly error: CourierFailure } {
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : 'unknown error';
  if (/Timeout/i.test(name)) return failure('timeout', detail);
  if (/Authorization|Permission/i.test(`${name} ${detail}`)) return failure('refused', detail);
  if (error instanceof JetStreamApiError) return failure('refused', detail);
  if (/JetStream/.test(name) || /jetstream not enabled/i.test(detail)) return failure('unusable', detail);
  return failure('unreachable', detail);
}

export function authenticatorOf(credentials: string): ReturnType<typeof credsAuthenticator> {
  const text = credentials.trim();
  if (text.includes('BEGIN NATS USER JWT')) return credsAuthenticator(new TextEncoder().encode(credentials));
  const at = text.indexOf(':');
  return at < 0
    ? tokenAuthenticator(text)
    : usernamePasswordAuthenticator(text.slice(0, at), text.slice(at + 1));
}
