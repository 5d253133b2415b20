/** What every test of a look stands on: rows as a person reads them, and servers that are none. */
import { createServer, type Server, type Socket } from 'node:net';
import { listening } from './database-servers.js';

/** The rows of a change with their signs left out; sizes differ from machine to machine. */
export function rowsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^ {2}[-~+.] /.test(line))
    .map((line) => line.slice(4).replace(/[\d.]+ (?:[kM]?B|bytes)/, 'N B'));
}

export interface FalseServer {
  readonly port: number;
  /** What it does with whoever comes next. */
  behave(by: (socket: Socket) => void): void;
  close(): void;
}

export async function falseServer(): Promise<FalseServer> {
  const sockets: Socket[] = [];
  let behaves: (socket: Socket) => void = () => undefined;
  const listener: Server = await listening(
    createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      behaves(socket);
    }),
  );
  const to = listener.address();
  if (to === null || typeof to === 'string') throw new Error('expected a port');
  return {
    port: to.port,
    behave: (by) => {
      behaves = by;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}

/** Writes the same block for as long as somebody takes it, at most so often. */
export function pour(socket: Socket, block: Buffer, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  const send = (): void => {
    while (left > 0 && socket.writable) {
      left -= 1;
      if (!socket.write(block)) break;
    }
    if (left > 0) socket.once('drain', send);
  };
  send();
}

/** Of a look at a server that is none: so long that a busy machine is no reason. */
export const patient = { milliseconds: 30_000, bytes: 1024 * 1024, memory: 256 * 1024 * 1024 };
export const hasty = { ...patient, milliseconds: 1_500 };
