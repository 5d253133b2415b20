import { once } from 'node:events';
import type { Terminal } from './command.js';

/** The terminal of this very process. A reader that went away ends the writing in silence, as for any filter. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  return {
    cwd: process.cwd(),
    env: process.env,
    input: process.stdin,
    out: (text) => write(process.stdout, text),
    error: (text) => write(process.stderr, text),
  };
}

async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

function endQuietly(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}
