/** Keys in software, one of each type, that sign as an ssh-agent or a security key would. */
import { createHash, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import type { Namespace } from '../../src/core/countersign/namespace.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import { decodePublicKey, type KeyType } from '../../src/core/countersign/ssh-public-key.js';
import {
  armoredSignature,
  type SignatureHash,
  signedBytes,
} from '../../src/core/countersign/ssh-signature-form.js';
import { joined, wireString, wireUint32 } from '../../src/core/countersign/ssh-wire.js';

export interface Signing {
  /** Of a security key: 1 is a touch, 4 a PIN. */
  readonly flags?: number;
  readonly hash?: SignatureHash;
  readonly algorithm?: string;
  /** What the authenticator hashes as application; the key's own without it. */
  readonly application?: string;
}

export interface SoftwareKey {
  readonly type: KeyType;
  readonly blob: Uint8Array;
  /** `TYPE BASE64`, as it stands in a `.pub` file. */
  readonly publicKey: string;
  readonly fingerprint: string;
  /** An armored SSHSIG. */
  sign(message: Uint8Array, namespace: Namespace, how?: Signing): string;
  /** Algorithm and bytes, in SSH's form, over any data: what an agent answers. */
  raw(data: Uint8Array, how?: Signing): Uint8Array;
}

export interface KeyOptions {
  readonly application?: string;
  readonly rsaBits?: number;
}

export function softwareKey(type: KeyType, options: KeyOptions = {}): SoftwareKey {
  const application = options.application ?? 'ssh:countersign';
  const { privateKey, publicKey } = pair(type, options.rsaBits ?? 3072);
  const blob = blobOf(type, publicKey, application);
  const raw = (data: Uint8Array, how: Signing = {}): Uint8Array => {
    if (!type.startsWith('sk-')) return plain(type, privateKey, data, how);
    const flags = how.flags ?? 1;
    const hash = (bytes: string | Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
    const tail = joined([Uint8Array.of(flags), wireUint32(7)]);
    const signed = joined([hash(how.application ?? application), tail, hash(data)]);
    return joined([plain(type, privateKey, signed, how), tail]);
  };
  const key = decodePublicKey(blob);
  return {
    type,
    blob,
    publicKey: `${type} ${toBase64(blob)}`,
    fingerprint: key.ok ? key.value.fingerprint : '',
    raw,
    sign: (message, namespace, how = {}) => {
      const hash = how.hash ?? 'sha512';
      const signature = raw(signedBytes(message, namespace, hash), how);
      return armoredSignature({ key: blob, namespace, hash, signature });
    },
  };
}

function pair(type: KeyType, rsaBits: number): { privateKey: KeyObject; publicKey: KeyObject } {
  if (type === 'ssh-rsa') return generateKeyPairSync('rsa', { modulusLength: rsaBits });
  if (type.includes('ed25519')) return generateKeyPairSync('ed25519');
  const namedCurve = type.includes('nistp521') ? 'P-521' : type.includes('nistp384') ? 'P-384' : 'P-256';
  return generateKeyPairSync('ec', { namedCurve });
}

function plain(type: KeyType, key: KeyObject, data: Uint8Array, how: Signing): Uint8Array {
  if (type === 'ssh-rsa') {
    const algorithm = how.algorithm ?? 'rsa-sha2-512';
    const digest = algorithm === 'rsa-sha2-256' ? 'sha256' : algorithm === 'ssh-rsa' ? 'sha1' : 'sha512';
    return joined([wireString(algorithm), wireString(signWith(digest, data, key))]);
  }
  const name = wireString(how.algorithm ?? type);
  if (type.includes('ed25519')) return joined([name, wireString(signWith(null, data, key))]);
  const digest = type.includes('nistp521') ? 'sha512' : type.includes('nistp384') ? 'sha384' : 'sha256';
  const both = signWith(digest, data, { key, dsaEncoding: 'ieee-p1363' });
  const half = both.length / 2;
  const numbers = joined([wireMpint(both.subarray(0, half)), wireMpint(both.subarray(half))]);
  return joined([name, wireString(numbers)]);
}

function blobOf(type: KeyType, key: KeyObject, application: string): Uint8Array {
  const jwk = key.export({ format: 'jwk' });
  const part = (value: string | undefined): Uint8Array => Buffer.from(value ?? '', 'base64url');
  const tail = type.startsWith('sk-') ? [wireString(application)] : [];
  if (type === 'ssh-rsa') return joined([wireString(type), wireMpint(part(jwk.e)), wireMpint(part(jwk.n))]);
  if (type.includes('ed25519')) return joined([wireString(type), wireString(part(jwk.x)), ...tail]);
  const curve = type.includes('nistp521') ? 'nistp521' : type.includes('nistp384') ? 'nistp384' : 'nistp256';
  const point = joined([Uint8Array.of(4), part(jwk.x), part(jwk.y)]);
  return joined([wireString(type), wireString(curve), wireString(point), ...tail]);
}

/** A positive number in SSH's form. */
export function wireMpint(value: Uint8Array): Uint8Array {
  const first = value.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? new Uint8Array() : value.subarray(first);
  return wireString((digits[0] ?? 0) >= 0x80 ? joined([Uint8Array.of(0), digits]) : digits);
}
