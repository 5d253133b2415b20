import { createHmac } from 'node:crypto';
import type { Registration } from '../../protocol/registration.js';
import { installationKey } from '../files/installation-key.js';

/** A registration with the MAC of the home that `root` is. Throws when the home's secret cannot be had. */
export function withMac(root: string, registration: Registration): Registration {
  return { ...registration, mac: macOf(root, registration) };
}

/** True for one that this user's extension made, and that is as it made it. */
export function isOwnRegistration(root: string, registration: Registration): boolean {
  return registration.mac === macOf(root, registration);
}

function macOf(root: string, { mac: _, ...fields }: Registration): string {
  const text = JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHmac('sha256', installationKey(root, 'gates')).update(text).digest('hex');
}
