import assert from 'node:assert/strict';
import { decodePublicKeyLine } from '../../../src/core/countersign/ssh-public-key-line.js';
import { softwareKey } from '../../support/ssh-keys.js';

const key = softwareKey('ssh-ed25519');

function said(text: string): string {
  const read = decodePublicKeyLine(text);
  return read.ok ? `${read.value.key.fingerprint} ${read.value.comment}` : read.error.code;
}

describe('a public key that somebody pastes', () => {
  it('is read as a file, a forge and git write it', () => {
    const { publicKey, fingerprint } = key;
    assert.deepEqual(
      [
        said(publicKey),
        said(`${publicKey} bob@laptop one\n`),
        said(`key::${publicKey}`),
        said(`  ${publicKey}\r\n`),
      ],
      [`${fingerprint} `, `${fingerprint} bob@laptop one`, `${fingerprint} `, `${fingerprint} `],
    );
  });

  it('is told from everything else', () => {
    const body = key.publicKey.split(' ')[1] ?? '';
    assert.deepEqual(
      [
        said('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----'),
        said('bob@example.com'),
        said(''),
        said(`ssh-rsa ${body}`),
        said(`ssh-ed25519 ${body.slice(0, -3)}`),
        said(`ssh-dss AAAAB3NzaC1kc3M=`),
        said(softwareKey('ssh-rsa', { rsaBits: 2048 }).publicKey),
        said(`${key.publicKey} ${'x'.repeat(20_000)}`),
      ],
      [
        'private-key',
        'not-a-key',
        'not-a-key',
        'malformed',
        'malformed',
        'unsupported-type',
        'weak',
        'not-a-key',
      ],
    );
  });
});
