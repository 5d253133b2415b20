/** A gate that is not ours: registered by the book, answering with whatever a test wants. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Registration } from '../../src/protocol/registration.js';
import { runFolder } from './guard.js';

export async function pretendGate(
  home: string,
  folder: string,
  answer: (socket: Socket) => void,
  run = runFolder(home),
): Promise<{ close(): Promise<void> }> {
  const registration: Registration = {
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
  await new Promise<void>((resolve) => server.listen(registration.socket, resolve));
  writeFileSync(file, JSON.stringify(registration), { mode: 0o600 });
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
