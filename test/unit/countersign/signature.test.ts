import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { namespaces } from '../../../src/core/countersign/namespace.js';
import { keyTypes } from '../../../src/core/countersign/ssh-public-key.js';
import { verifySignature } from '../../../src/core/countersign/ssh-signature.js';
import { armored, dearmored } from '../../../src/core/countersign/ssh-signature-form.js';
import { softwareKey } from '../../support/ssh-keys.js';

const message = new TextEncoder().encode('{"a":1}');

describe('a signature', () => {
  for (const type of keyTypes) {
    it(`of ${type} is good for its key`, () => {
      const key = softwareKey(type);
      const read = verifySignature(key.sign(message, namespaces.approval), message, namespaces.approval);
      assert.deepEqual(read, {
        ok: true,
        value: {
          fingerprint: key.fingerprint,
          blob: Buffer.from(key.blob).toString('base64'),
          type,
          presence: type.startsWith('sk-') ? 'touch' : 'none',
          application: type.startsWith('sk-') ? 'ssh:countersign' : '',
        },
      });
    });
  }

  it('by RSA and SHA-256 is good too', () => {
    const key = softwareKey('ssh-rsa');
    const armored = key.sign(message, namespaces.denial, { algorithm: 'rsa-sha2-256', hash: 'sha256' });
    assert.equal(verifySignature(armored, message, namespaces.denial).ok, true);
  });

  it('over another message or for another purpose is not', () => {
    const key = softwareKey('ssh-ed25519');
    const armored = key.sign(message, namespaces.approval);
    const other = new TextEncoder().encode('{"a":2}');
    const codes = [
      verifySignature(armored, other, namespaces.approval),
      verifySignature(armored, message, namespaces.denial),
    ].map((read) => (read.ok ? 'ok' : read.error.code));
    assert.deepEqual(codes, ['wrong-signature', 'namespace']);
  });

  it('says whether a person touched the key or gave its PIN', () => {
    const key = softwareKey('sk-ecdsa-sha2-nistp256@openssh.com');
    const said = [0, 1, 4, 5, 0x1d, 0x40, 0x80, 0x02].map((flags) => {
      const read = verifySignature(
        key.sign(message, namespaces.approval, { flags }),
        message,
        namespaces.approval,
      );
      return read.ok ? read.value.presence : read.error.code;
    });
    assert.deepEqual(said, ['none', 'touch', 'none', 'pin', 'pin', 'flags', 'flags', 'flags']);
  });
});

describe('the armor', () => {
  it('gives back what was put into it, and is its only spelling', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (bytes, at, more) => {
          const text = armored(bytes);
          const place = at % (text.length + 1);
          const changed = text.slice(0, place) + more + text.slice(place);
          const read = dearmored(changed);
          assert.deepEqual(dearmored(text), bytes);
          assert.ok(changed === text || read === undefined || armored(read) === changed);
        },
      ),
    );
  });
});
