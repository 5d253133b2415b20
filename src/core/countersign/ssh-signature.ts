import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Presence } from '../policy/verdict.js';
import { err, ok, type Result } from '../shared/result.js';
import type { Namespace } from './namespace.js';
import { integer, sequence } from './ssh-der.js';
import { decodePublicKey, type PublicKey } from './ssh-public-key.js';
import {
  dearmored,
  type SignatureHash,
  signatureHashes,
  signatureMagic,
  signatureVersion,
  signedBytes,
} from './ssh-signature-form.js';
import { joined, WireReader, wireUint32 } from './ssh-wire.js';

/** A signature that is good for its own key. Whose key it is, and whether they may, only a roster can say. */
export interface VerifiedSignature {
  /** `SHA256:…` as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** Public key blob, base64. */
  readonly blob: string;
  /** The key's type, for example `ssh-ed25519`. */
  readonly type: string;
  /** What the security key says of the person; `none` for every other key. */
  readonly presence: Presence;
  /** What the security key was enrolled for, `ssh:…`; empty for every other key. */
  readonly application: string;
}

export interface SignatureError {
  readonly code:
    | 'armor'
    | 'malformed'
    | 'version'
    | 'key'
    | 'namespace'
    | 'reserved'
    | 'hash'
    | 'algorithm'
    | 'flags'
    | 'wrong-signature';
  /** What was found; data. */
  readonly detail: string;
}

/**
 * Verifies an armored SSHSIG over `message`. Stricter than `ssh-keygen -Y verify`: the armor and every number have one
 * spelling, reserved bytes are empty, and what a security key says of touch and PIN is read and returned.
 */
export function verifySignature(
  armoredText: string,
  message: Uint8Array,
  namespace: Namespace,
): Result<VerifiedSignature, SignatureError> {
  const bytes = dearmored(armoredText);
  if (bytes === undefined) return refuse('armor');
  const fields = fieldsOf(bytes);
  if (!fields.ok) return fields;
  const { keyBlob, signature, hash } = fields.value;
  if (fields.value.namespace !== namespace) return refuse('namespace', fields.value.namespace);
  const key = decodePublicKey(keyBlob);
  if (!key.ok) return refuse('key', `${key.error.code} ${key.error.detail}`);
  const claim = claimOf(key.value, signature, signedBytes(message, namespace, hash));
  if (!claim.ok) return claim;
  if (!holds(key.value, claim.value)) return refuse('wrong-signature', key.value.fingerprint);
  const { fingerprint, blob, type, application } = key.value;
  return ok({ fingerprint, blob, type, application, presence: claim.value.presence });
}

interface Fields {
  readonly keyBlob: Uint8Array;
  readonly namespace: string;
  readonly hash: SignatureHash;
  readonly signature: Uint8Array;
}

function fieldsOf(bytes: Uint8Array): Result<Fields, SignatureError> {
  const reader = new WireReader(bytes);
  const magic = reader.take(signatureMagic.length);
  const version = reader.uint32();
  const keyBlob = reader.string();
  const namespace = reader.text();
  const reserved = reader.string();
  const hashName = reader.text();
  const signature = reader.string();
  if (!reader.isDone || Buffer.compare(magic, signatureMagic) !== 0) return refuse('malformed');
  if (version !== signatureVersion) return refuse('version', String(version));
  if (reserved.length > 0) return refuse('reserved', `${reserved.length} bytes`);
  const hash = signatureHashes.find((one) => one === hashName);
  if (hash === undefined) return refuse('hash', hashName.slice(0, 64));
  return ok({ keyBlob, namespace, hash, signature });
}

/** What has to hold for a signature to be good. */
interface Claim {
  /** Of `node:crypto`; undefined where the algorithm hashes by itself (Ed25519). */
  readonly digest: 'sha256' | 'sha384' | 'sha512' | undefined;
  readonly data: Uint8Array;
  /** In the form that `node:crypto` takes: DER for ECDSA. */
  readonly signature: Uint8Array;
  readonly presence: Presence;
}

function claimOf(key: PublicKey, signature: Uint8Array, data: Uint8Array): Result<Claim, SignatureError> {
  const reader = new WireReader(signature);
  const algorithm = reader.text();
  const value = reader.string();
  const isSecurityKey = key.type.startsWith('sk-');
  const flags = isSecurityKey ? reader.byte() : 0;
  const counter = isSecurityKey ? reader.uint32() : 0;
  if (!reader.isDone) return refuse('malformed', 'signature');
  const rsaDigest = rsaDigests.get(algorithm);
  const fits = key.type === 'ssh-rsa' ? rsaDigest !== undefined : algorithm === key.type;
  if (!fits) return refuse('algorithm', algorithm.slice(0, 64));
  const presence = presenceOf(flags);
  if (presence === undefined) return refuse('flags', String(flags));
  const given = {
    presence,
    data: isSecurityKey ? securityKeyData(key.application, flags, counter, data) : data,
  };
  if (key.type === 'ssh-rsa' || key.type.endsWith('ed25519') || key.type.endsWith('ed25519@openssh.com')) {
    const length = key.type === 'ssh-rsa' ? key.size : 64;
    if (value.length !== length) return refuse('malformed', `signature of ${value.length} bytes`);
    return ok({ ...given, digest: rsaDigest, signature: value });
  }
  const pair = pairOf(value, key.size);
  if (pair === undefined) return refuse('malformed', 'ECDSA signature');
  return ok({ ...given, digest: curveDigests.get(key.size), signature: pair });
}

const rsaDigests: ReadonlyMap<string, 'sha256' | 'sha512'> = new Map([
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
]);

/** By the bytes of a coordinate (RFC 5656, section 6.2.1). */
const curveDigests: ReadonlyMap<number, 'sha256' | 'sha384' | 'sha512'> = new Map([
  [32, 'sha256'],
  [48, 'sha384'],
  [66, 'sha512'],
]);

/** Two positive numbers no longer than the curve's; zero and a second spelling do not fit. */
function pairOf(value: Uint8Array, size: number): Uint8Array | undefined {
  const reader = new WireReader(value);
  const r = reader.positive();
  const s = reader.positive();
  if (!reader.isDone || r.length > size || s.length > size) return undefined;
  return sequence(integer(r), integer(s));
}

const touched = 0x01;
const verified = 0x04;
/** Besides these, an authenticator says whether its key may be and is backed up; more would mean more signed data. */
const known = touched | verified | 0x08 | 0x10;

function presenceOf(flags: number): Presence | undefined {
  if ((flags & ~known) !== 0) return undefined;
  if ((flags & touched) === 0) return 'none';
  return (flags & verified) === 0 ? 'touch' : 'pin';
}

/** What an authenticator signs (OpenSSH's PROTOCOL.u2f). */
function securityKeyData(application: string, flags: number, counter: number, data: Uint8Array): Uint8Array {
  const hash = (bytes: string | Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
  return joined([hash(application), Uint8Array.of(flags), wireUint32(counter), hash(data)]);
}

function holds(key: PublicKey, claim: Claim): boolean {
  try {
    const object = createPublicKey({ key: Buffer.from(key.info), format: 'der', type: 'spki' });
    return verify(claim.digest, claim.data, object, claim.signature);
  } catch {
    // A point that is not on its curve: there is no such key.
    return false;
  }
}

function refuse(
  code: SignatureError['code'],
  detail = '',
): { readonly ok: false; readonly error: SignatureError } {
  return err({ code, detail });
}
