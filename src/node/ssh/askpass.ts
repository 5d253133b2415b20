import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellQuoted } from '../../core/shared/shell-word.js';

/** Who asks a person for a PIN or a passphrase. */
export interface OpenAskpass {
  /** The bundle that ssh-keygen starts by way of a launcher. */
  readonly script: string;
  /** Undefined when the person gives up. */
  answer(question: string): Promise<string | undefined>;
}

export interface Askpass {
  /** The program to name in SSH_ASKPASS. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

const mostBytes = 4_096;

/** Listens, for one signature, in a folder that only this user can enter. POSIX only: Windows asks by itself. */
export async function openAskpass(asking: OpenAskpass): Promise<Askpass> {
  const folder = mkdtempSync(join(tmpdir(), 'cs-ask-'));
  const program = join(folder, 'askpass');
  const place = join(folder, 'window');
  const run = `exec ${shellQuoted(process.execPath)} ${shellQuoted(asking.script)} "$@"`;
  writeFileSync(program, `#!/bin/sh\nunset NODE_OPTIONS\nELECTRON_RUN_AS_NODE=1 ${run}\n`, { mode: 0o700 });
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    answerOn(socket, asking);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, resolve);
  });
  return {
    program,
    env: { COUNTERSIGN_ASKPASS: place },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answerOn(socket: Socket, asking: OpenAskpass): void {
  let question = '';
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('data', (text: string) => {
    question += text;
    if (question.length > mostBytes) socket.destroy();
  });
  socket.on('end', () => {
    asking
      .answer(question.trim())
      .catch(() => undefined)
      .then((answer) => socket.end(answer === undefined ? '' : `=${answer}`));
  });
}
