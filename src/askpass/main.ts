/**
 * What ssh-keygen starts to ask for a PIN or a passphrase: it hands the question to the window that signs, and prints the
 * answer. It keeps nothing; without a window it fails, and so does the signature.
 */
import { connect } from 'node:net';

const question = process.argv[2] ?? '';

// "none" only tells that a touch is waited for, which the window shows already.
if (process.env['SSH_ASKPASS_PROMPT'] !== 'none') ask(process.env['COUNTERSIGN_ASKPASS'] ?? '');

function ask(window: string): void {
  const socket = connect({ path: window, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('connect', () => socket.end(question));
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => process.exit(1));
  socket.on('end', () => {
    const answer = Buffer.concat(chunks).toString();
    // An answer begins with "=", so that an empty one is told from none.
    if (!answer.startsWith('=')) process.exit(1);
    process.stdout.write(`${answer.slice(1)}\n`);
  });
}
