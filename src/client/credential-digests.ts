import { withheldVariables } from '../protocol/environment.js';
import { hmac } from './crypto.js';

/** Gives the variables that a ring does not carry, each as a digest under a gate's salt. */
export type CredentialDigests = (salt: string) => Readonly<Record<string, string>>;

/** HMAC-SHA-256 in hex over name and value, by name. `relay.pl` does the same. */
export function credentialDigests(env: Readonly<Record<string, string | undefined>>): CredentialDigests {
  return (salt) =>
    Object.fromEntries(
      Object.entries(withheldVariables(env)).map(([name, value]) => [name, hmac(salt, `${name}\0${value}`)]),
    );
}
