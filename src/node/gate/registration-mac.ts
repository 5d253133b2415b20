import { gateMac } from '../../client/gate-mac.js';
import type { Registration } from '../../protocol/registration.js';
import { installationSecret } from '../files/installation-key.js';

/** A registration with the MAC of the home that `root` is. Throws when the home's secret cannot be had. */
export function withMac(root: string, registration: Registration): Registration {
  return { ...registration, mac: gateMac(installationSecret(root), registration) };
}

/** True for one that this user's extension made: at that socket, for those folders. */
export function isOwnRegistration(root: string, registration: Registration): boolean {
  return registration.mac === gateMac(installationSecret(root), registration);
}
