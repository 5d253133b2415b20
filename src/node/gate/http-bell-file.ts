import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Random } from '../../ports/ports.js';
import { decodeHttpBell, type HttpBell } from '../../protocol/http-bell.js';
import { privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';

const tries = 20;

/** The bell of this home; undefined where nobody has chosen to ring by HTTP. */
export function httpBellOf(home: Home): HttpBell | undefined {
  try {
    return decodeHttpBell(readFileSync(bellFile(home), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Throws when it cannot be written. */
export function keepHttpBell(home: Home, bell: HttpBell): void {
  privateFolder(home.root);
  writeWhole(bellFile(home), `${JSON.stringify(bell)}\n`);
}

export function removeHttpBell(home: Home): void {
  rmSync(bellFile(home), { force: true });
}

/** A bell at a port that nobody listens at now, below those that systems give to outgoing connections. */
export async function newHttpBell(random: Random): Promise<HttpBell | undefined> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = 20_000 + (Number.parseInt(random.hex(4), 16) % 10_000);
    if (await isFree(port)) return { port, token: random.hex(32) };
  }
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function bellFile(home: Home): string {
  return join(home.root, 'http-bell.json');
}
