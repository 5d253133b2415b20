import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import { toBase64 } from './ssh-base64.js';
import { bitString, derNull, identifier, integer, sequence } from './ssh-der.js';
import { WireReader } from './ssh-wire.js';

/** The types of key that may be in a roster. DSA, certificates and RSA below 3072 bits are not among them. */
export const keyTypes = [
  'ssh-ed25519',
  'sk-ssh-ed25519@openssh.com',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
] as const;
export type KeyType = (typeof keyTypes)[number];

export interface PublicKey {
  readonly type: KeyType;
  /** The whole of it in SSH's binary form, base64. */
  readonly blob: string;
  /** `SHA256:…` as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** What a security key was enrolled for, for example `ssh:countersign`; empty for other keys. */
  readonly application: string;
  /** SubjectPublicKeyInfo in DER, as `node:crypto` reads it. */
  readonly info: Uint8Array;
  /** Bytes of an RSA modulus, of a curve's coordinate, or of an Ed25519 key. */
  readonly size: number;
}

export interface KeyError {
  readonly code: 'unsupported-type' | 'malformed' | 'weak';
  readonly detail: string;
}

/** BoringSSL and OpenSSL both verify up to here; a longer modulus only costs time. */
const rsaBytes = { least: 3072 / 8, most: 8192 / 8 };

const curves: ReadonlyMap<string, { readonly size: number; readonly id: readonly number[] }> = new Map([
  ['nistp256', { size: 32, id: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07] }],
  ['nistp384', { size: 48, id: [0x2b, 0x81, 0x04, 0x00, 0x22] }],
  ['nistp521', { size: 66, id: [0x2b, 0x81, 0x04, 0x00, 0x23] }],
]);

/** Reads a public key in SSH's binary form (RFC 4253, 5656, 8709 and OpenSSH's PROTOCOL.u2f): every byte has to fit. */
export function decodePublicKey(blob: Uint8Array): Result<PublicKey, KeyError> {
  const reader = new WireReader(blob);
  const name = reader.text();
  const type = keyTypes.find((one) => one === name);
  if (type === undefined) return err({ code: 'unsupported-type', detail: name.slice(0, 64) });
  const parts = partsOf(type, reader);
  if (!parts.ok) return parts;
  const digest = Buffer.from(sha256(blob), 'hex')
    .toString('base64')
    .replace(/={1,2}$/, '');
  return ok({ type, blob: toBase64(blob), fingerprint: `SHA256:${digest}`, ...parts.value });
}

type Parts = Pick<PublicKey, 'application' | 'info' | 'size'>;

function partsOf(type: KeyType, reader: WireReader): Result<Parts, KeyError> {
  switch (type) {
    case 'ssh-ed25519':
      return ed25519(reader, false);
    case 'sk-ssh-ed25519@openssh.com':
      return ed25519(reader, true);
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return ecdsa(reader, type.slice('ecdsa-sha2-'.length), false);
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return ecdsa(reader, 'nistp256', true);
    case 'ssh-rsa':
      return rsa(reader);
  }
}

function ed25519(reader: WireReader, isSecurityKey: boolean): Result<Parts, KeyError> {
  const point = reader.string();
  const application = isSecurityKey ? reader.text() : '';
  if (!reader.isDone || point.length !== 32) return err({ code: 'malformed', detail: 'Ed25519 key' });
  if (hasSmallOrder(point)) return err({ code: 'weak', detail: 'Ed25519 point of small order' });
  const info = sequence(sequence(identifier(0x2b, 0x65, 0x70)), bitString(point));
  return withApplication({ application, info, size: 32 }, isSecurityKey);
}

function ecdsa(reader: WireReader, curveName: string, isSecurityKey: boolean): Result<Parts, KeyError> {
  const curve = curves.get(curveName);
  const named = reader.text();
  const point = reader.string();
  const application = isSecurityKey ? reader.text() : '';
  const fits = curve !== undefined && named === curveName && point.length === 1 + 2 * curve.size;
  if (!reader.isDone || !fits || point[0] !== 4) return err({ code: 'malformed', detail: 'ECDSA key' });
  const algorithm = identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
  const info = sequence(sequence(algorithm, identifier(...curve.id)), bitString(point));
  return withApplication({ application, info, size: curve.size }, isSecurityKey);
}

function rsa(reader: WireReader): Result<Parts, KeyError> {
  const exponent = reader.positive();
  const modulus = reader.positive();
  if (!reader.isDone) return err({ code: 'malformed', detail: 'RSA key' });
  const e = exponent.reduce((value, byte) => value * 256 + byte, 0);
  // A small exponent has a history of forgeries; a large one makes a verification slow.
  if (e < 65_537 || e >= 2 ** 32 || e % 2 === 0) return err({ code: 'weak', detail: 'RSA exponent' });
  const isSound = modulus.length <= rsaBytes.most && (modulus.at(-1) ?? 0) % 2 === 1;
  // Of 3072 bits: the first byte has its high bit set, or there are more bytes.
  const isLong =
    modulus.length > rsaBytes.least || (modulus.length === rsaBytes.least && (modulus[0] ?? 0) >= 0x80);
  if (!isSound || !isLong) return err({ code: 'weak', detail: `RSA of ${modulus.length * 8} bits` });
  const algorithm = identifier(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);
  const key = sequence(integer(modulus), integer(exponent));
  const info = sequence(sequence(algorithm, derNull), bitString(key));
  return ok({ application: '', info, size: modulus.length });
}

/** `ssh:` is what keeps a website from asking the same security key for the same signature. */
function withApplication(parts: Parts, isSecurityKey: boolean): Result<Parts, KeyError> {
  if (isSecurityKey && !parts.application.startsWith('ssh:')) {
    return err({ code: 'weak', detail: `application ${parts.application.slice(0, 64)}` });
  }
  return ok(parts);
}

/** Every y of a point whose order divides 8, and its spellings above p: for such a key anyone can sign. */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

function hasSmallOrder(point: Uint8Array): boolean {
  const y = Buffer.from(point);
  y[31] = (y[31] ?? 0) & 0x7f;
  return smallOrder.has(y.toString('hex'));
}
