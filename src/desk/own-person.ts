import type { Namespace } from '../core/countersign/namespace.js';
import type { Roster } from '../core/countersign/roster.js';
import { validityAt } from '../core/countersign/roster-lookup.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Signer, SigningKey } from '../ports/signer.js';

/** Who sits here: the first key at hand that the roster lets sign in a namespace. */
export interface OwnPerson {
  readonly person: string;
  readonly key: SigningKey;
  /** Every key that can sign here, base64: none of them can stand for another person. */
  readonly ownKeys: readonly string[];
}

export interface NoPerson {
  readonly code: 'no-key' | 'sign-failed';
  readonly detail: string;
}

export async function ownPerson(
  signer: Signer,
  roster: Roster,
  namespace: Namespace,
  at: number,
  /** Prefers a security key, which alone can show that a person is there. */
  wantsTouch = false,
): Promise<Result<OwnPerson, NoPerson>> {
  const keys = await signer.keys();
  if (!keys.ok) return err({ code: 'sign-failed', detail: `${keys.error.code} ${keys.error.detail}`.trim() });
  const ownKeys = await ownBlobs(signer, keys.value);
  const isLater = (key: SigningKey): number => (wantsTouch && !key.type.startsWith('sk-') ? 1 : 0);
  for (const key of [...keys.value].sort((a, b) => isLater(a) - isLater(b))) {
    const line = roster.keys.find(
      (one) => one.blob === key.blob && one.namespaces.includes(namespace) && validityAt(one, at) === 'valid',
    );
    if (line) return ok({ person: line.person, key, ownKeys });
  }
  return err({ code: 'no-key', detail: keys.value.map((key) => key.fingerprint).join(', ') });
}

/** Every key that can sign on this machine: `keys`, and those of whatever other agent is found. */
export async function ownBlobs(signer: Signer, keys: readonly SigningKey[]): Promise<readonly string[]> {
  const around = (await signer.around?.()) ?? [];
  return [...new Set([...keys.map((key) => key.blob), ...around])];
}
