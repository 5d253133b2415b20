import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';
import { isBelowAgent } from '../node/agents-above.js';
import { coloured, wantsColour } from './colour.js';
import type { Terminal } from './command.js';

/** The terminal of this very process. A reader that went away ends the run: a verdict that nobody got is a failure. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  const engine = join(__dirname, 'engine-worker.js');
  const isColoured = wantsColour(process.env, process.stdout.isTTY === true);
  return {
    ...whereabouts(),
    env: process.env,
    input: process.stdin,
    ...(existsSync(engine) ? { engine } : {}),
    isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    isBelowAgent,
    out: (text) => write(process.stdout, isColoured ? coloured(text) : text),
    error: (text) => write(process.stderr, text),
  };
}

/** A directory that was removed under a shell is none: only what has no use for one runs there. */
function whereabouts(): Pick<Terminal, 'cwd' | 'isAdrift'> {
  try {
    return { cwd: process.cwd() };
  } catch {
    return { cwd: parse(__dirname).root, isAdrift: true };
  }
}

async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

function endQuietly(): void {
  process.exit(1);
}
