import { createHash } from 'node:crypto';
import type { Namespace } from './namespace.js';
import { fromBase64, toBase64 } from './ssh-base64.js';
import { joined, wireString, wireUint32 } from './ssh-wire.js';

/** The fields of an SSHSIG (OpenSSH's PROTOCOL.sshsig), before its armor. */
export interface SignatureForm {
  /** The public key in SSH's binary form. */
  readonly key: Uint8Array;
  readonly namespace: string;
  readonly hash: SignatureHash;
  /** The algorithm's name and its bytes, in SSH's binary form. */
  readonly signature: Uint8Array;
}

export const signatureHashes = ['sha256', 'sha512'] as const;
export type SignatureHash = (typeof signatureHashes)[number];

export const signatureMagic: Uint8Array = new TextEncoder().encode('SSHSIG');
export const signatureVersion = 1;

const head = '-----BEGIN SSH SIGNATURE-----';
const foot = '-----END SSH SIGNATURE-----';
const lineLength = 70;
/** Four times what a signature of RSA with 8192 bits takes. */
const armorLimit = 16 * 1024;

/** The bytes that a key signs: the namespace stands in them, so that no signature serves two purposes. */
export function signedBytes(message: Uint8Array, namespace: Namespace, hash: SignatureHash): Uint8Array {
  const digest = new Uint8Array(createHash(hash).update(message).digest());
  return joined([
    signatureMagic,
    wireString(namespace),
    wireString(''),
    wireString(hash),
    wireString(digest),
  ]);
}

/** An armored SSHSIG as `ssh-keygen -Y sign` writes it. */
export function armoredSignature(form: SignatureForm): string {
  return armored(
    joined([
      signatureMagic,
      wireUint32(signatureVersion),
      wireString(form.key),
      wireString(form.namespace),
      wireString(''),
      wireString(form.hash),
      wireString(form.signature),
    ]),
  );
}

export function armored(bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [head, ...lines, foot, ''].join('\n');
}

/** The bytes within the armor, or undefined where the text is not what `armored` makes of them. */
export function dearmored(text: string): Uint8Array | undefined {
  if (text.length > armorLimit || !text.startsWith(`${head}\n`) || !text.endsWith(`\n${foot}\n`))
    return undefined;
  const bytes = fromBase64(text.slice(head.length + 1, -foot.length - 2).replaceAll('\n', ''));
  return bytes !== undefined && armored(bytes) === text ? bytes : undefined;
}
