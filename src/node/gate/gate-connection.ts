import type { Socket } from 'node:net';
import { callerIds } from '../../core/toolcall/toolcall.js';
import { heldEveryMs, payloadLimitBytes } from '../../protocol/limits.js';
import type { Registration } from '../../protocol/registration.js';
import {
  decodeRingHeader,
  lineOfMessage,
  type RingHeader,
  type RingTaker,
  ringVersion,
} from '../../protocol/ring.js';

const headerLimitBytes = 1024 * 1024;
const arrivalLimitMs = 15_000;
const lineFeed = 10;

/**
 * One doorbell's connection: a header, the payload's bytes, then replies. Whatever is not exactly that is cut off,
 * which the doorbell takes for a no. Nothing here throws out of the connection. `left`: it is answered, gone, or waits for a
 * person, and no longer needs to be read or judged.
 */
export function serveConnection(
  socket: Socket,
  taker: RingTaker,
  gate: Registration,
  left: () => void,
): void {
  const gone = new AbortController();
  const chunks: Buffer[] = [];
  let size = 0;
  let isAnswered = false;
  let header: { readonly ring: RingHeader; readonly length: number } | undefined;
  const arrival = setTimeout(() => socket.destroy(), arrivalLimitMs);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(arrival);
    // Who has been answered has not hung up; and without a reason Node makes an error, with its stack, for each.
    if (!isAnswered) gone.abort('hung-up');
    left();
  });
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (!header) {
      const bytes = Buffer.concat(chunks);
      const end = bytes.indexOf(lineFeed);
      if (end < 0) {
        if (size > headerLimitBytes) socket.destroy();
        return;
      }
      const ring = acceptable(bytes.toString('utf8', 0, end), gate);
      if (!ring) {
        socket.destroy();
        return;
      }
      header = { ring, length: end + 1 };
    }
    const missing = header.length + header.ring.bytes - size;
    if (missing < 0) socket.destroy();
    if (missing !== 0) return;
    clearTimeout(arrival);
    socket.off('data', onData);
    socket.on('data', () => socket.destroy());
    const payload = Buffer.concat(chunks).subarray(header.length);
    void answer(socket, header.ring, payload, taker, gate, gone.signal, left).then(() => {
      isAnswered = true;
    });
  };
  socket.on('data', onData);
  socket.resume();
}

/** The header of a ring that knows the knock, from a known agent, of a size that is read. */
function acceptable(line: string, gate: Registration): RingHeader | undefined {
  const header = decodeRingHeader(line);
  if (!header.ok || header.value.knock !== gate.knock) return undefined;
  return header.value.bytes <= payloadLimitBytes ? header.value : undefined;
}

async function answer(
  socket: Socket,
  header: RingHeader,
  payload: Uint8Array,
  taker: RingTaker,
  gate: Registration,
  gone: AbortSignal,
  left: () => void,
): Promise<void> {
  const agent = callerIds.find((id) => id === header.agent);
  if (!agent) {
    socket.destroy();
    return;
  }
  const reply = { v: ringVersion, nonce: header.nonce, seal: gate.seal } as const;
  let request: string | undefined;
  const sayHeld = (): void => {
    socket.write(lineOfMessage({ ...reply, kind: 'held', ...(request === undefined ? {} : { request }) }));
  };
  const held = setInterval(sayHeld, heldEveryMs);
  try {
    const { event, cwd, env, credentials, budgetMs } = header;
    const named = event === undefined ? {} : { event };
    const digested = credentials === undefined ? {} : { credentials };
    const ring = { agent, ...named, payload, cwd, env, ...digested, budgetMs };
    const given = await taker.ring(ring, gone, (id) => {
      request = id;
      left();
      sayHeld();
    });
    socket.end(lineOfMessage({ ...reply, kind: 'answer', answer: given }));
  } catch {
    socket.destroy();
  } finally {
    clearInterval(held);
  }
}
