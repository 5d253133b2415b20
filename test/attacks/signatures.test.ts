import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Namespace, namespaces } from '../../src/core/countersign/namespace.js';
import type { Roster } from '../../src/core/countersign/roster.js';
import { signerIn } from '../../src/core/countersign/roster-lookup.js';
import { decodePublicKey, type KeyType, keyTypes } from '../../src/core/countersign/ssh-public-key.js';
import { verifySignature } from '../../src/core/countersign/ssh-signature.js';
import {
  armored,
  armoredSignature,
  dearmored,
  signedBytes,
} from '../../src/core/countersign/ssh-signature-form.js';
import { joined, wireString, wireUint32 } from '../../src/core/countersign/ssh-wire.js';
import { keygenAccepts, keygenSigns, type SshHome, sshHome } from '../support/ssh-home.js';
import { type SoftwareKey, softwareKey, wireMpint } from '../support/ssh-keys.js';

const message = new TextEncoder().encode('{"what":"a statement"}');
const namespace = namespaces.approval;
const person = 'bob@example.com';
const now = Date.UTC(2026, 10, 25);
const keys = new Map<KeyType, SoftwareKey>(keyTypes.map((type) => [type, softwareKey(type)]));

function codeOf(text: string, purpose: Namespace = namespace): string {
  const read = verifySignature(text, message, purpose);
  return read.ok ? 'ok' : read.error.code;
}

function key(type: KeyType): SoftwareKey {
  return keys.get(type) ?? softwareKey(type);
}

function rosterOf(one: SoftwareKey, purposes: readonly Namespace[] = [namespace]): Roster {
  const read = decodePublicKey(one.blob);
  assert.ok(read.ok);
  const { type, blob, fingerprint } = read.value;
  return { keys: [{ person, type, blob, fingerprint, namespaces: purposes }] };
}

/** The fields of an SSHSIG, one or more of them replaced. */
interface Replaced {
  readonly magic?: string;
  readonly version?: number;
  readonly key?: Uint8Array;
  readonly namespace?: string;
  readonly reserved?: string;
  readonly hash?: string;
  readonly signature?: Uint8Array;
  readonly rest?: Uint8Array;
}

function forged(one: SoftwareKey, replaced: Replaced): string {
  const signature = one.raw(signedBytes(message, namespace, 'sha512'));
  return armored(
    joined([
      new TextEncoder().encode(replaced.magic ?? 'SSHSIG'),
      wireUint32(replaced.version ?? 1),
      wireString(replaced.key ?? one.blob),
      wireString(replaced.namespace ?? namespace),
      wireString(replaced.reserved ?? ''),
      wireString(replaced.hash ?? 'sha512'),
      wireString(replaced.signature ?? signature),
      replaced.rest ?? new Uint8Array(),
    ]),
  );
}

/** A whole SSHSIG over anything that ssh-keygen would sign: reserved bytes and other hashes are part of what is signed. */
function wholly(
  one: SoftwareKey,
  parts: { namespace: string; reserved: string; hash: string; digest: Uint8Array },
): string {
  const fields = [wireString(parts.namespace), wireString(parts.reserved), wireString(parts.hash)];
  const data = joined([new TextEncoder().encode('SSHSIG'), ...fields, wireString(parts.digest)]);
  const head = joined([new TextEncoder().encode('SSHSIG'), wireUint32(1), wireString(one.blob)]);
  return armored(joined([head, ...fields, wireString(one.raw(data))]));
}

describe('attack 6: a signature made for something else', () => {
  it('is refused when its namespace is another', () => {
    const ed = key('ssh-ed25519');
    const digest = new Uint8Array(64);
    assert.equal(codeOf(wholly(ed, { namespace: 'git', reserved: '', hash: 'sha512', digest })), 'namespace');
    assert.equal(codeOf(ed.sign(message, namespaces.request)), 'namespace');
    assert.equal(codeOf(forged(ed, { namespace: namespaces.denial }), namespaces.denial), 'wrong-signature');
    assert.equal(codeOf(forged(ed, { namespace: '' })), 'namespace');
    assert.equal(codeOf(forged(ed, { namespace: `${namespace}\0` })), 'malformed');
  });

  it('is refused when it is of a login, which signs no SSHSIG', () => {
    const ed = key('ssh-ed25519');
    const login = joined([
      wireString(new Uint8Array(32)),
      Uint8Array.of(50),
      ...['bob', 'ssh-connection', 'publickey'].map(wireString),
      Uint8Array.of(1),
      wireString('ssh-ed25519'),
      wireString(ed.blob),
    ]);
    assert.equal(codeOf(forged(ed, { signature: ed.raw(login) })), 'wrong-signature');
    assert.equal(codeOf(forged(ed, { magic: 'SSHSIH' })), 'malformed');
  });
});

describe('attack 13: a security key that nobody touched', () => {
  let home: SshHome;
  before(async () => {
    home = await sshHome();
  });
  after(() => home.stop());

  for (const type of keyTypes.filter((one) => one.startsWith('sk-'))) {
    it(`is told from one that was touched, where ssh-keygen takes both (${type})`, () => {
      const one = key(type);
      const roster = `${person} namespaces="${namespace}" ${one.publicKey}\n`;
      const said = [0, 1, 5].map((flags) => {
        const signature = one.sign(message, namespace, { flags });
        const read = verifySignature(signature, message, namespace);
        const accepts = keygenAccepts(home, { roster, person, namespace, signature, message });
        return [flags, accepts, read.ok ? read.value.presence : read.error.code];
      });
      assert.deepEqual(said, [
        [0, true, 'none'],
        [1, true, 'touch'],
        [5, true, 'pin'],
      ]);
    });

    it(`cannot have its flags or its counter raised afterwards (${type})`, () => {
      const one = key(type);
      const untouched = dearmored(one.sign(message, namespace, { flags: 0 }));
      assert.ok(untouched);
      const codes = [1, 4, 5].map((flags) => {
        const bytes = Uint8Array.from(untouched);
        bytes[bytes.length - 5] = flags;
        return codeOf(armored(bytes));
      });
      assert.deepEqual(codes, ['wrong-signature', 'wrong-signature', 'wrong-signature']);
    });
  }
});

describe('attack 14: a security key enrolled for something else', () => {
  it('is another key than the one in the roster', () => {
    const listed = key('sk-ssh-ed25519@openssh.com');
    const roster = rosterOf(listed);
    const other = softwareKey('sk-ssh-ed25519@openssh.com', { application: 'ssh:' });
    const read = verifySignature(other.sign(message, namespace), message, namespace);
    assert.ok(read.ok);
    assert.equal(read.value.application, 'ssh:');
    const person = signerIn(roster, read.value, namespace, now);
    assert.deepEqual(person, { ok: false, error: { code: 'not-listed', detail: other.fingerprint } });
  });

  it('is refused when it signed for another application than its key names', () => {
    const one = key('sk-ecdsa-sha2-nistp256@openssh.com');
    assert.equal(codeOf(one.sign(message, namespace, { application: 'ssh:' })), 'wrong-signature');
  });

  it('is refused when a website could ask it for signatures', () => {
    for (const application of ['https://example.com', 'example.com', '', 'SSH:', ' ssh:']) {
      const one = softwareKey('sk-ssh-ed25519@openssh.com', { application });
      assert.equal(codeOf(one.sign(message, namespace)), 'key', application);
    }
  });
});

describe('attack 15: a plain key where a touch is needed', () => {
  it('shows no presence, whatever it appends', () => {
    for (const type of keyTypes.filter((one) => !one.startsWith('sk-'))) {
      const one = key(type);
      const read = verifySignature(one.sign(message, namespace), message, namespace);
      assert.equal(read.ok && read.value.presence, 'none', type);
      const signature = one.raw(signedBytes(message, namespace, 'sha512'));
      const touched = joined([signature, Uint8Array.of(5, 0, 0, 0, 1)]);
      assert.equal(codeOf(forged(one, { signature: touched })), 'malformed', type);
    }
  });

  it('cannot be passed off as a security key', () => {
    const plain = key('ssh-ed25519');
    const point = plain.blob.subarray(-32);
    const asToken = joined([
      wireString('sk-ssh-ed25519@openssh.com'),
      wireString(point),
      wireString('ssh:countersign'),
    ]);
    assert.equal(codeOf(forged(plain, { key: asToken })), 'malformed');
    const read = verifySignature(plain.sign(message, namespace), message, namespace);
    assert.ok(read.ok);
    assert.equal(signerIn(rosterOf(key('sk-ssh-ed25519@openssh.com')), read.value, namespace, now).ok, false);
  });
});

describe('attack 17: a signature that was tampered with', () => {
  for (const type of keyTypes) {
    it(`is refused for every bit that is turned (${type})`, () => {
      const bytes = dearmored(key(type).sign(message, namespace));
      assert.ok(bytes);
      const accepted: number[] = [];
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const turned = Uint8Array.from(bytes);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        if (codeOf(armored(turned)) === 'ok') accepted.push(bit);
      }
      assert.deepEqual(accepted, []);
    });

    it(`is refused wherever it is cut, and with anything after it (${type})`, () => {
      const text = key(type).sign(message, namespace);
      const bytes = dearmored(text);
      assert.ok(bytes);
      const accepted: string[] = [];
      for (let length = 0; length < bytes.length; length += 1) {
        if (codeOf(armored(bytes.subarray(0, length))) === 'ok') accepted.push(`${length} bytes`);
      }
      for (let length = 0; length < text.length; length += 1) {
        if (codeOf(text.slice(0, length)) === 'ok') accepted.push(`${length} characters`);
      }
      if (codeOf(armored(joined([bytes, Uint8Array.of(0)]))) === 'ok') accepted.push('a byte more');
      if (codeOf(`${text}\n`) === 'ok') accepted.push('a line feed more');
      assert.deepEqual(accepted, []);
    });
  }

  it('is refused for every bit of its text', () => {
    const text = key('ssh-ed25519').sign(message, namespace);
    const bytes = new TextEncoder().encode(text);
    const accepted: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Uint8Array.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (codeOf(new TextDecoder('latin1').decode(turned)) === 'ok') accepted.push(bit);
    }
    assert.deepEqual(accepted, []);
  });

  it('is refused in another armor', () => {
    const text = key('ssh-ed25519').sign(message, namespace);
    const body = text.split('\n').slice(1, -2);
    const head = '-----BEGIN SSH SIGNATURE-----';
    const foot = '-----END SSH SIGNATURE-----';
    const others = {
      'line ends': text.replaceAll('\n', '\r\n'),
      'one line': [head, body.join(''), foot, ''].join('\n'),
      'space before': ` ${text}`,
      'an empty line': [head, '', ...body, foot, ''].join('\n'),
      PGP: text.replaceAll('SSH SIGNATURE', 'PGP SIGNATURE'),
      'a private key': text.replaceAll('SSH SIGNATURE', 'OPENSSH PRIVATE KEY'),
      twice: text + text,
      'other base64': text.replace(/\nU1NIU0lH/, '\nU1NIU0l!'),
      nothing: '',
      huge: armored(new Uint8Array(1_000_000)),
    };
    const codes = Object.entries(others).map(([name, one]) => [name, codeOf(one)]);
    assert.deepEqual(
      codes,
      Object.keys(others).map((name) => [name, 'armor']),
    );
  });

  it('is refused without a body', () => {
    assert.equal(codeOf(armored(new Uint8Array())), 'malformed');
  });

  it('is refused with reserved bytes, another version, a weak hash or an old algorithm', () => {
    const ed = key('ssh-ed25519');
    const rsa = key('ssh-rsa');
    const digest = new Uint8Array(64);
    const codes = {
      reserved: codeOf(wholly(ed, { namespace, reserved: 'x', hash: 'sha512', digest })),
      version: codeOf(forged(ed, { version: 2 })),
      'version 0': codeOf(forged(ed, { version: 0 })),
      sha1: codeOf(wholly(ed, { namespace, reserved: '', hash: 'sha1', digest: new Uint8Array(20) })),
      sha384: codeOf(wholly(ed, { namespace, reserved: '', hash: 'sha384', digest: new Uint8Array(48) })),
      'no hash': codeOf(forged(ed, { hash: '' })),
      'the other hash': codeOf(forged(ed, { hash: 'sha256' })),
      'ssh-rsa': codeOf(rsa.sign(message, namespace, { algorithm: 'ssh-rsa' })),
      'another algorithm': codeOf(ed.sign(message, namespace, { algorithm: 'ssh-ed448' })),
      'an RSA algorithm': codeOf(ed.sign(message, namespace, { algorithm: 'rsa-sha2-512' })),
      rest: codeOf(forged(ed, { rest: Uint8Array.of(1) })),
    };
    assert.deepEqual(codes, {
      reserved: 'reserved',
      version: 'version',
      'version 0': 'version',
      sha1: 'hash',
      sha384: 'hash',
      'no hash': 'hash',
      'the other hash': 'wrong-signature',
      'ssh-rsa': 'algorithm',
      'another algorithm': 'algorithm',
      'an RSA algorithm': 'algorithm',
      rest: 'malformed',
    });
  });

  it('is refused with numbers of ECDSA that are zero, spelled otherwise or too long', () => {
    const one = key('ecdsa-sha2-nistp256');
    const half = new Uint8Array(32).fill(0x11);
    const signed = (r: Uint8Array, s: Uint8Array): string => {
      const value = joined([r, s]);
      return codeOf(forged(one, { signature: joined([wireString(one.type), wireString(value)]) }));
    };
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    const codes = [
      signed(wireString(''), wireMpint(half)),
      signed(wireMpint(half), wireString('')),
      signed(wireString(Uint8Array.of(0)), wireMpint(half)),
      signed(wireString(joined([Uint8Array.of(0), half])), wireMpint(half)),
      signed(wireString(new Uint8Array(32).fill(0xff)), wireMpint(half)),
      signed(wireMpint(new Uint8Array(33).fill(0x11)), wireMpint(half)),
      signed(wireMpint(half), wireMpint(new Uint8Array(9_000).fill(0x11))),
      signed(wireMpint(half), wireMpint(order)),
      signed(wireMpint(order), wireMpint(order)),
      signed(wireMpint(half), wireMpint(half)),
    ];
    assert.deepEqual(codes, [
      ...new Array<string>(7).fill('malformed'),
      ...new Array<string>(3).fill('wrong-signature'),
    ]);
  });

  it('is refused with an Ed25519 scalar above the order, which other verifiers have taken', () => {
    const one = key('ssh-ed25519');
    const raw = one.raw(signedBytes(message, namespace, 'sha512'));
    const order = (1n << 252n) + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${Buffer.from(raw.subarray(-32)).reverse().toString('hex')}`) + order;
    const spelled = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
    const twin = joined([raw.subarray(0, -32), spelled]);
    assert.equal(codeOf(forged(one, { signature: twin })), 'wrong-signature');
  });

  it('is refused with a key for which anyone can sign', () => {
    const prime = (1n << 255n) - 19n;
    const zero = '00'.repeat(32);
    const ys = [0n, 1n, prime - 1n, prime, prime + 1n].map((y) =>
      Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse(),
    );
    const eighth = [
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    ].map((hex) => Buffer.from(hex, 'hex'));
    for (const y of [...ys, ...eighth]) {
      for (const sign of [0, 0x80]) {
        const point = Uint8Array.from(y);
        point[31] = (point[31] ?? 0) | sign;
        const blob = joined([wireString('ssh-ed25519'), wireString(point)]);
        const neutral = joined([
          Uint8Array.of(1),
          Buffer.from(zero, 'hex').subarray(1),
          Buffer.from(zero, 'hex'),
        ]);
        const signature = joined([wireString('ssh-ed25519'), wireString(neutral)]);
        assert.equal(codeOf(armoredSignature({ key: blob, namespace, hash: 'sha512', signature })), 'key');
      }
    }
  });

  it('is refused with a key that is short, has a small or huge exponent, or is no key', () => {
    const rsa = key('ssh-rsa');
    const modulus = new Uint8Array(384).fill(0xc1);
    const blob = (e: Uint8Array, n: Uint8Array): string =>
      codeOf(forged(rsa, { key: joined([wireString('ssh-rsa'), wireMpint(e), wireMpint(n)]) }));
    const usual = Uint8Array.of(1, 0, 1);
    const short = softwareKey('ssh-rsa', { rsaBits: 2048 });
    const codes = [
      codeOf(short.sign(message, namespace)),
      blob(Uint8Array.of(3), modulus),
      blob(new Uint8Array(384).fill(0x55), modulus),
      blob(Uint8Array.of(1, 0, 2), modulus),
      blob(usual, new Uint8Array(2_000).fill(0xc1)),
      blob(usual, Uint8Array.from([0x7f, ...modulus.subarray(1)])),
      codeOf(forged(rsa, { key: wireString('ssh-dss') })),
      codeOf(forged(rsa, { key: wireString('ssh-ed25519-cert-v01@openssh.com') })),
      codeOf(forged(rsa, { key: new Uint8Array() })),
    ];
    assert.deepEqual(codes, new Array<string>(9).fill('key'));
    const offCurve = joined([
      wireString('ecdsa-sha2-nistp256'),
      wireString('nistp256'),
      wireString(joined([Uint8Array.of(4), new Uint8Array(64).fill(7)])),
    ]);
    assert.equal(codeOf(forged(key('ecdsa-sha2-nistp256'), { key: offCurve })), 'wrong-signature');
  });

  it('is refused with lengths beyond what is there', () => {
    const bytes = dearmored(key('ssh-ed25519').sign(message, namespace));
    assert.ok(bytes);
    for (let at = 6; at + 4 <= bytes.length; at += 1) {
      for (const length of [0xffff_ffff, 0x7fff_ffff, 0x8000_0000, bytes.length]) {
        const longer = Uint8Array.from(bytes);
        longer.set(wireUint32(length), at);
        assert.notEqual(codeOf(armored(longer)), 'ok');
      }
    }
  });

  it('is refused, never thrown at, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => codeOf(text) !== 'ok'));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => codeOf(armored(bytes)) !== 'ok'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        const bytes = joined([new TextEncoder().encode('SSHSIG'), wireUint32(1), rest]);
        return codeOf(armored(bytes)) !== 'ok';
      }),
    );
    const [type] = keyTypes;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (signature) => {
        return codeOf(forged(key(type), { signature: joined([wireString(type), signature]) })) !== 'ok';
      }),
    );
  });
});

describe('attack 6: beside the real ssh-keygen', () => {
  it('a commit signature of git is refused', async () => {
    const home = await sshHome();
    try {
      home.key('git', '-t', 'ed25519');
      assert.equal(codeOf(keygenSigns(home, 'git', 'git', message)), 'namespace');
      assert.equal(codeOf(keygenSigns(home, 'git', namespace, message)), 'ok');
    } finally {
      home.stop();
    }
  });
});
