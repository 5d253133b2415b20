import { fstatSync, readFileSync } from 'node:fs';
import type { Cause } from '../protocol/cause.js';
import { payloadLimitBytes } from '../protocol/limits.js';

/** Reads standard input to its end; a file is read at once, a pipe as it comes. */
export function readPayload(done: (payload: Buffer) => void, fail: (cause: Cause) => void): void {
  if (isFile()) {
    const payload = readFileSync(0);
    if (payload.length > payloadLimitBytes) fail('stdin-too-large');
    else done(payload);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  process.stdin.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > payloadLimitBytes) fail('stdin-too-large');
  });
  process.stdin.on('end', () => done(Buffer.concat(chunks)));
  process.stdin.on('error', () => fail('stdin-unreadable'));
}

function isFile(): boolean {
  try {
    return fstatSync(0).isFile();
  } catch {
    return false;
  }
}
