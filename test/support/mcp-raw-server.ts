/**
 * A server that notes every byte it is given in `$MCP_LOG` and answers each request with its method. Words to it:
 * `say BASE64` writes bytes at once, `exit CODE` and `die SIGNAL` end it, `linger` outlives its input, `env NAME` tells
 * a variable.
 */
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [word, given = ''] = process.argv.slice(2);
const log = process.env['MCP_LOG'] ?? '';

process.stdin.on('data', (chunk) => appendFileSync(log, chunk));
if (word === 'say') process.stdout.write(Buffer.from(given, 'base64'));
if (word === 'env') process.stdout.write(`${JSON.stringify(process.env[given] ?? null)}\n`);
if (word === 'exit') process.exit(Number(given));
if (word === 'die') process.kill(process.pid, given);
if (word === 'linger') setInterval(() => undefined, 1_000);
if (word === 'stubborn') {
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1_000);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message: unknown = JSON.parse(line);
  if (typeof message !== 'object' || message === null || !('id' in message) || !('method' in message)) return;
  process.stdout.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { did: message.method } })}\n`,
  );
});
