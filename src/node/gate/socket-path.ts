import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket's path must fit into 108 bytes on Linux, 104 on macOS. */
const longest = 100;

/** Where a gate listens: in the run folder, in a short private one when that is too deep, or as a named pipe. */
export function socketPath(run: string, id: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\countersign-${id}`;
  const beside = join(run, `${id}.sock`);
  if (Buffer.byteLength(beside) <= longest) return beside;
  const short = createHash('sha256').update(run).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `countersign-${process.getuid?.() ?? 0}-${short}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  if (!isOurs) throw new Error(`expected ${folder} to be a private folder of this user, got another's`);
  return join(folder, `${id}.sock`);
}
