import { connect } from 'node:net';
import type { Answer } from '../protocol/answer.js';
import type { Cause } from '../protocol/cause.js';
import { replyLimitCharacters } from '../protocol/limits.js';
import type { Registration } from '../protocol/registration.js';
import { decodeReply, lineOfMessage, type RingHeader } from '../protocol/ring.js';
import { socketIdentity } from './small-file.js';

export interface GateEvents {
  /** The gate has said that it is there, and which request a person is asked about once there is one. */
  alive(request: string | undefined): void;
  answered(answer: Answer): void;
  failed(cause: Cause, detail: string): void;
}

/** Rings at a gate. Exactly one of `answered` and `failed` is called, once; none after the returned function hung up. */
export function ringGate(
  gate: Registration,
  header: RingHeader,
  payload: Uint8Array,
  events: GateEvents,
): () => void {
  const socket = connect(gate.socket);
  let text = '';
  let isConnected = false;
  let isOver = false;
  const end = (then: () => void): void => {
    if (isOver) return;
    isOver = true;
    // Mostly the process ends here, and with it the socket.
    then();
    socket.destroy();
  };
  const fail = (cause: Cause, detail = ''): void => end(() => events.failed(cause, detail));
  socket.setEncoding('utf8');
  socket.on('connect', () => {
    isConnected = true;
    if (socketIdentity(gate.socket) !== gate.identity) {
      fail('gate-not-itself');
      return;
    }
    socket.write(Buffer.concat([Buffer.from(lineOfMessage(header)), payload]));
  });
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > replyLimitCharacters) fail('gate-garbage');
    for (let at = text.indexOf('\n'); at >= 0 && !isOver; at = text.indexOf('\n')) {
      const reply = decodeReply(text.slice(0, at));
      text = text.slice(at + 1);
      if (!reply.ok) fail('gate-garbage', reply.error);
      else if (reply.value.nonce !== header.nonce || reply.value.seal !== gate.seal) fail('gate-not-itself');
      else if (reply.value.kind === 'held') events.alive(reply.value.request);
      else succeed(reply.value.answer);
    }
  });
  const succeed = (answer: Answer): void => end(() => events.answered(answer));
  socket.on('error', (error) => fail(isConnected ? 'gate-hung-up' : 'gate-unreachable', error.message));
  socket.on('close', () => fail(isConnected ? 'gate-hung-up' : 'gate-unreachable'));
  return () => end(() => undefined);
}
