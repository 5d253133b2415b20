import type { Registration } from '../protocol/registration.js';
import { hmac } from './crypto.js';

type Signed = Pick<Registration, 'socket' | 'identity' | 'folders'>;

/** Over where a gate listens, what stands there and for which folders, by its home's secret. `relay.pl` does the same. */
export function gateMac(secret: string, { socket, identity, folders }: Signed): string {
  return hmac(secret, ['gate', identity, socket, ...folders].join('\0'));
}
