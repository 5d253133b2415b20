import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeRoster } from '../../src/core/countersign/decode-roster.js';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { signerIn } from '../../src/core/countersign/roster-lookup.js';
import { type KeyType, keyTypes } from '../../src/core/countersign/ssh-public-key.js';
import { verifySignature } from '../../src/core/countersign/ssh-signature.js';
import type { OpenAskpass } from '../../src/node/ssh/askpass.js';
import { sshSigner } from '../../src/node/ssh/ssh-signer.js';
import type { Signer, SigningKey } from '../../src/ports/signer.js';
import { keygenAccepts, keygenSigns, type SshHome, sshHome } from '../support/ssh-home.js';
import { softwareKey } from '../support/ssh-keys.js';

const text = '{"what":"a statement"}';
const message = new TextEncoder().encode(text);
const namespace = namespaces.approval;
const person = 'bob@example.com';
const options = `namespaces="${namespaces.approval},${namespaces.denial}"`;
const now = Date.UTC(2026, 10, 25);

/** The options by which ssh-keygen makes a key of each type that needs no token. */
const making: readonly (readonly [KeyType, readonly string[]])[] = [
  ['ssh-ed25519', ['-t', 'ed25519']],
  ['ecdsa-sha2-nistp256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa-sha2-nistp384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa-sha2-nistp521', ['-t', 'ecdsa', '-b', '521']],
  ['ssh-rsa', ['-t', 'rsa', '-b', '3072']],
];

describe('beside the real OpenSSH', () => {
  let home: SshHome;
  let signer: Signer;
  before(async () => {
    home = await sshHome();
    signer = sshSigner({ env: home.env, home: home.folder, platform: process.platform });
  });
  after(() => home.stop());

  for (const [type, how] of making) {
    it(`what ssh-keygen signs with ${type} is good here`, () => {
      const roster = decodeRoster(`${person} ${options} ${home.key(`file-${type}`, ...how)}\n`);
      const read = verifySignature(keygenSigns(home, `file-${type}`, namespace, message), message, namespace);
      assert.ok(read.ok && roster.ok);
      assert.deepEqual([read.value.type, read.value.presence], [type, 'none']);
      assert.deepEqual(signerIn(roster.value, read.value, namespace, now), { ok: true, value: person });
    });

    it(`what the ssh-agent signs with ${type} is good for ssh-keygen`, async () => {
      const line = home.key(`agent-${type}`, ...how);
      home.addToAgent(`agent-${type}`);
      const keys = await signer.keys();
      const key = keys.ok ? keys.value.find((one) => one.comment === `agent-${type}`) : undefined;
      assert.ok(key);
      assert.equal(key.source, 'agent');
      const signed = await signer.sign(key, namespace, message);
      assert.ok(signed.ok);
      const question = { roster: `${person} ${options} ${line}\n`, person, namespace, message };
      assert.equal(keygenAccepts(home, { ...question, signature: signed.value }), true);
      assert.equal(keygenAccepts(home, { ...question, signature: signed.value, message: `${text} ` }), false);
    });
  }

  for (const type of keyTypes) {
    it(`what a key in software signs as ${type} is good for ssh-keygen`, () => {
      const key = softwareKey(type);
      const signature = key.sign(message, namespace);
      const roster = `${person} ${options} ${key.publicKey}\n`;
      assert.equal(keygenAccepts(home, { roster, person, namespace, signature, message }), true);
    });
  }

  it('names a key by the same fingerprint', async () => {
    home.key('named', '-t', 'ed25519');
    const keys = await signer.keys();
    const key = keys.ok ? keys.value.find((one) => one.comment === 'named') : undefined;
    const said = execFileSync('ssh-keygen', ['-l', '-f', `${home.path('named')}.pub`], { encoding: 'utf8' });
    assert.equal(said.split(' ')[1], key?.fingerprint);
  });
});

async function keyNamed(signer: Signer, comment: string): Promise<SigningKey> {
  const keys = await signer.keys();
  const key = keys.ok ? keys.value.find((one) => one.comment === comment) : undefined;
  assert.ok(key);
  return key;
}

describe('keys in files', () => {
  let home: SshHome;
  before(async () => {
    home = await sshHome();
  });
  after(() => home.stop());

  const signerWith = (more: Readonly<Record<string, string>>, asking?: OpenAskpass): Signer => {
    const { SSH_AUTH_SOCK: _, ...env } = home.env;
    return sshSigner({
      env: { ...env, ...more },
      home: home.folder,
      platform: process.platform,
      ...(asking === undefined ? {} : { asking }),
    });
  };

  it('sign without an agent', async () => {
    const line = home.key('alone', '-t', 'ed25519');
    const signer = signerWith({});
    const keys = await signer.keys();
    const key = keys.ok ? keys.value.find((one) => one.comment === 'alone') : undefined;
    assert.equal(key?.source, 'file');
    const signed = await signer.sign(key, namespace, message);
    assert.ok(signed.ok);
    assert.equal(verifySignature(signed.value, message, namespace).ok, true);
    const roster = `${person} ${options} ${line}\n`;
    assert.equal(keygenAccepts(home, { roster, person, namespace, signature: signed.value, message }), true);
  });

  /** A window that is asked; the questions that it heard. */
  const windowWith = (
    answer: () => Promise<string | undefined>,
  ): OpenAskpass & { readonly heard: string[] } => {
    const heard: string[] = [];
    return {
      script: join(process.cwd(), 'dist', 'askpass.js'),
      heard,
      answer: async (question) => {
        heard.push(question);
        return answer();
      },
    };
  };

  it('ask for their passphrase in the window that signs, and nowhere else', async () => {
    home.key('locked', '-t', 'ed25519', '-N', 'a long secret');
    const askpass = join(home.folder, 'askpass');
    writeFileSync(askpass, '#!/bin/sh\necho a long secret\n');
    chmodSync(askpass, 0o700);
    const knowing = windowWith(async () => 'a long secret');
    const outcomes: string[] = [];
    for (const signer of [
      signerWith({}, knowing),
      signerWith(
        {},
        windowWith(async () => 'a wrong one'),
      ),
      signerWith(
        {},
        windowWith(async () => undefined),
      ),
      signerWith(
        {},
        windowWith(async () => Promise.reject(new Error('gone'))),
      ),
      signerWith({ SSH_ASKPASS: askpass }),
      signerWith({}),
    ]) {
      const signed = await signer.sign(await keyNamed(signer, 'locked'), namespace, message);
      outcomes.push(signed.ok ? 'signed' : signed.error.code);
    }
    assert.deepEqual(outcomes, ['signed', 'refused', 'refused', 'refused', 'signed', 'refused']);
    assert.equal(knowing.heard.length, 1);
    assert.match(knowing.heard[0] ?? '', /passphrase/);
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('cs-ask-')),
      [],
    );
  });

  it('end when the person gives up', async () => {
    home.key('slow', '-t', 'ed25519', '-N', 'a long secret');
    const giveUp = new AbortController();
    const signer = signerWith(
      {},
      windowWith(() => {
        giveUp.abort();
        return new Promise(() => undefined);
      }),
    );
    const key = await keyNamed(signer, 'slow');
    assert.deepEqual(await signer.sign(key, namespace, message, giveUp.signal), {
      ok: false,
      error: { code: 'refused', detail: 'cancelled' },
    });
  });

  it('put the one that git signs with first', async () => {
    home.key('zz-last', '-t', 'ed25519');
    const config = join(home.folder, '.gitconfig');
    writeFileSync(config, '[user]\n\tsigningkey = ~/.ssh/zz-last.pub\n');
    const keys = await signerWith({}).keys();
    rmSync(config);
    assert.equal(keys.ok && keys.value[0]?.comment, 'zz-last');
  });

  it('say that there is no agent where there is no key either', async () => {
    const empty = await sshHome();
    const signer = sshSigner({ env: {}, home: empty.folder, platform: process.platform });
    const keys = await signer.keys();
    empty.stop();
    assert.deepEqual(keys, { ok: false, error: { code: 'no-agent', detail: 'SSH_AUTH_SOCK' } });
  });

  it('are not signed with by a program of the workspace', async () => {
    home.key('path', '-t', 'ed25519');
    const hostile = join(home.folder, 'bin');
    mkdirSync(hostile);
    for (const name of ['ssh-keygen', 'git']) {
      writeFileSync(join(hostile, name), `#!/bin/sh\ntouch ${join(home.folder, 'ran')}\n`);
      chmodSync(join(hostile, name), 0o700);
    }
    const signer = signerWith({ PATH: hostile });
    const keys = await signer.keys();
    const key = keys.ok ? keys.value.find((one) => one.comment === 'path') : undefined;
    assert.ok(key);
    const signed = await signer.sign(key, namespace, message);
    assert.equal(signed.ok, true);
    assert.equal(existsSync(join(home.folder, 'ran')), false);
  });
});
