/** A gate that is not ours: registered by the book, by somebody who has read the home's secret, answering with whatever a test wants. */
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { socketIdentity } from '../../src/client/small-file.js';
import { withMac } from '../../src/node/gate/registration-mac.js';
import type { Registration } from '../../src/protocol/registration.js';
import { decodeRingHeader } from '../../src/protocol/ring.js';
import { runFolder } from './guard.js';

export async function pretendGate(
  home: string,
  folder: string,
  answer: (socket: Socket) => void,
  run = runFolder(home),
  /** Whose socket it is. */
  owner = process.getuid?.() ?? 0,
): Promise<{ close(): Promise<void> }> {
  const bare: Registration = {
    v: 1,
    id: 'pretender',
    pid: process.pid,
    socket: join(run, 'pretender.sock'),
    folders: [folder],
    knock: 'knock',
    seal: 'seal',
    // The latest of several windows on one folder is the one that is asked.
    startedAt: Date.now() + 60_000,
  };
  const file = join(run, 'pretender.json');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(bare.socket, resolve));
  const given = (...paths: readonly string[]): void => {
    if (owner !== process.getuid?.()) for (const path of paths) chownSync(path, owner, owner);
  };
  given(bare.socket);
  // The secret of a home is read by its owner alone; another owner's is ours for the moment of the signing.
  const salt = join(dirname(run), 'salt');
  if (existsSync(salt)) chownSync(salt, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  const registration = withMac(dirname(run), { ...bare, identity: socketIdentity(bare.socket) });
  writeFileSync(file, JSON.stringify(registration), { mode: 0o600 });
  given(dirname(run), run, file, salt);
  return {
    close: () => {
      rmSync(file, { force: true });
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Answers each ring, once it has heard its nonce. */
export function onRing(socket: Socket, then: (nonce: string) => void): void {
  let text = '';
  let isHeard = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    const header = decodeRingHeader(text.split('\n')[0] ?? '');
    if (header.ok && !isHeard) then(header.value.nonce);
    isHeard ||= header.ok;
  });
}
