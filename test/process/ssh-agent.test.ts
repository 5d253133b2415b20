import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import { joined, wireString, wireUint32 } from '../../src/core/countersign/ssh-wire.js';
import { ownBlobs } from '../../src/desk/own-person.js';
import { agentAt } from '../../src/node/ssh/ssh-agent.js';
import { agentPaths, identityAgent } from '../../src/node/ssh/ssh-agent-paths.js';
import { sshSigner } from '../../src/node/ssh/ssh-signer.js';
import { softwareKey } from '../support/ssh-keys.js';

const limits = { answerMs: 300, signMs: 300 };
const framed = (bytes: Uint8Array): Uint8Array => joined([wireUint32(bytes.length), bytes]);

describe('an ssh-agent that is not one', () => {
  let folder: string;
  let server: Server | undefined;
  const open: Socket[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ca-'));
  });
  afterEach(async () => {
    for (const socket of open.splice(0)) socket.destroy();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Answers each question by what `answer` makes of it; undefined is silence. */
  const serve = async (
    answer: (question: Uint8Array, socket: Socket) => Uint8Array | undefined,
  ): Promise<string> => {
    const path = join(folder, 'agent');
    server = createServer((socket) => {
      open.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (question) => {
        const bytes = answer(new Uint8Array(question).subarray(4), socket);
        if (bytes !== undefined) socket.write(bytes);
      });
    });
    await new Promise<void>((resolve) => server?.listen(path, resolve));
    return path;
  };
  const codeOfKeys = async (path: string): Promise<string> => {
    const keys = await agentAt(path, limits).keys();
    return keys.ok ? `${keys.value.length} keys` : keys.error.code;
  };

  it('is named for what it does', async () => {
    const answers: Readonly<Record<string, Uint8Array | undefined>> = {
      silence: undefined,
      'nothing in it': framed(new Uint8Array()),
      'announced too long': wireUint32(0xffff_ffff),
      'another answer': framed(Uint8Array.of(6)),
      'a count without keys': framed(Uint8Array.of(12, 0, 0, 0, 9)),
      'a huge count': framed(Uint8Array.of(12, 0xff, 0xff, 0xff, 0xff)),
      'a string too long': framed(Uint8Array.of(12, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff)),
      'bytes left over': framed(Uint8Array.of(12, 0, 0, 0, 0, 7)),
      'two answers': joined([framed(Uint8Array.of(12, 0, 0, 0, 0)), Uint8Array.of(1)]),
      'no keys': framed(Uint8Array.of(12, 0, 0, 0, 0)),
    };
    let current: Uint8Array | undefined;
    const path = await serve(() => current);
    const codes: Record<string, string> = {};
    for (const [name, answer] of Object.entries(answers)) {
      current = answer;
      codes[name] = await codeOfKeys(path);
    }
    assert.deepEqual(codes, {
      silence: 'timeout',
      'nothing in it': 'broken',
      'announced too long': 'broken',
      'another answer': 'broken',
      'a count without keys': 'broken',
      'a huge count': 'broken',
      'a string too long': 'broken',
      'bytes left over': 'broken',
      'two answers': 'broken',
      'no keys': '0 keys',
    });
  });

  it('may hang up, be absent, or be a file', async () => {
    const path = await serve((_, socket) => {
      socket.destroy();
      return undefined;
    });
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assert.deepEqual(
      [await codeOfKeys(path), await codeOfKeys(join(folder, 'absent')), await codeOfKeys(file)],
      ['broken', 'no-agent', 'no-agent'],
    );
  });

  it('may answer byte by byte', async () => {
    const key = softwareKey('ssh-ed25519');
    const list = joined([Uint8Array.of(12), wireUint32(1), wireString(key.blob), wireString('slow')]);
    const path = await serve((_, socket) => {
      socket.setNoDelay(true);
      void (async () => {
        for (const byte of framed(list)) {
          socket.write(Uint8Array.of(byte));
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      return undefined;
    });
    assert.equal(await codeOfKeys(path), '1 keys');
  });

  it('never makes the client throw, whatever it says', async () => {
    let current = new Uint8Array();
    const path = await serve(() => current);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.boolean(), async (bytes, isFramed) => {
        current = new Uint8Array(isFramed ? framed(bytes) : bytes);
        const client = agentAt(path, { answerMs: 60, signMs: 60 });
        const keys = await client.keys();
        const signature = await client.sign(Uint8Array.of(1), Uint8Array.of(2), 0);
        assert.ok(keys.ok || keys.error.code.length > 0);
        assert.ok(signature.ok || signature.error.code.length > 0);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses, is given up, or signs something else', async () => {
    const key = softwareKey('ssh-ed25519');
    const list = joined([Uint8Array.of(12), wireUint32(1), wireString(key.blob), wireString('one')]);
    const answers: (Uint8Array | undefined)[] = [
      framed(Uint8Array.of(5)),
      framed(joined([Uint8Array.of(14), wireString(key.raw(Uint8Array.of(1, 2, 3)))])),
      framed(joined([Uint8Array.of(14), wireString('garbage')])),
      undefined,
    ];
    let unanswered: () => void = () => undefined;
    const path = await serve((question) => {
      if (question[0] === 11) return framed(list);
      const answer = answers.shift();
      if (answer === undefined) unanswered();
      return answer;
    });
    const signer = sshSigner({ env: { SSH_AUTH_SOCK: path }, home: folder, platform: process.platform });
    const keys = await signer.keys();
    const first = keys.ok ? keys.value[0] : undefined;
    assert.ok(first);
    const codes: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const giveUp = new AbortController();
      unanswered = () => giveUp.abort();
      const signed = await signer.sign(first, namespaces.approval, Uint8Array.of(1), giveUp.signal);
      codes.push(signed.ok ? 'signed' : `${signed.error.code} ${signed.error.detail}`);
    }
    assert.deepEqual(codes, ['refused ', 'broken wrong-signature', 'broken malformed', 'refused cancelled']);
  });
});

describe('the places of ssh-agents', () => {
  it('are the configuration and the session', () => {
    const found = [
      identityAgent('IdentityAgent "~/Library/Group Containers/1p/agent.sock"\n', '/h'),
      identityAgent('Host build\n  IdentityAgent /only/there\nHost *\n  identityagent=%d/a\n', '/h'),
      identityAgent('Host build\n  IdentityAgent /only/there\n', '/h'),
      identityAgent('IdentityAgent none\n', '/h'),
      identityAgent('IdentityAgent $OTHER\n', '/h'),
    ];
    assert.deepEqual(found, [
      '/h/Library/Group Containers/1p/agent.sock',
      '/h/a',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are one pipe on Windows where nothing else is named', () => {
    assert.deepEqual(agentPaths({}, '/absent', 'win32'), ['\\\\.\\pipe\\openssh-ssh-agent']);
    assert.deepEqual(agentPaths({ SSH_AUTH_SOCK: '' }, '/absent', 'linux'), []);
    assert.deepEqual(agentPaths({ SSH_AUTH_SOCK: '/a' }, '/absent', 'darwin'), ['/a']);
  });
});

describe('row 43: an agent that somebody has forwarded to this machine', () => {
  it('is found where sshd, desktops and password managers place theirs, and its keys stand for nobody else', async function () {
    if (process.platform === 'win32') return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'ca-'));
    const forwarded = softwareKey('ssh-ed25519');
    const own = toBase64(forwarded.blob);
    const list = joined([
      Uint8Array.of(12),
      wireUint32(1),
      wireString(forwarded.blob),
      wireString(new TextEncoder().encode('bob')),
    ]);
    const env = { XDG_RUNTIME_DIR: join(folder, 'run'), TMPDIR: join(folder, 'tmp') };
    const places = ['.ssh/agent/s.x', 'run/keyring/ssh', 'tmp/ssh-XXXXab/agent.7', '.1password/agent.sock'];
    const silent = join(folder, 'run/ssh-agent.socket');
    const servers: Server[] = [];
    const listen = async (path: string, answers: boolean): Promise<void> => {
      mkdirSync(dirname(path), { recursive: true });
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.on('data', () => (answers ? socket.end(framed(list)) : undefined));
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(path, resolve));
    };
    try {
      const signer = sshSigner({ env, home: folder, platform: process.platform });
      assert.deepEqual(await signer.around?.(), []);
      await listen(silent, false);
      for (const place of places) {
        await listen(join(folder, place), true);
        assert.deepEqual(new Set(await signer.around?.()), new Set([own]), place);
        assert.ok((await ownBlobs(signer, [])).includes(own));
        servers.pop()?.close();
        rmSync(join(folder, place), { force: true });
      }
    } finally {
      for (const server of servers) server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
