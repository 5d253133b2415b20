import { connect } from 'node:net';
import { joined, WireReader, wireString, wireUint32 } from '../../core/countersign/ssh-wire.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { SignFailure } from '../../ports/signer.js';

/** A key that an ssh-agent holds. */
export interface AgentKey {
  readonly blob: Uint8Array;
  readonly comment: string;
}

export interface AgentClient {
  keys(): Promise<Result<readonly AgentKey[], SignFailure>>;
  /** The signature in SSH's binary form. It may wait for a person, so it ends when `cancelled` aborts. */
  sign(
    blob: Uint8Array,
    data: Uint8Array,
    flags: number,
    cancelled?: AbortSignal,
  ): Promise<Result<Uint8Array, SignFailure>>;
}

/** Of SSH_AGENTC_SIGN_REQUEST: RSA keys sign with SHA-512 (RFC 8332); other keys take no notice. */
export const signWithSha512 = 4;

export interface AgentLimits {
  /** For an answer that needs no person. */
  readonly answerMs: number;
  /** For a signature: an agent may ask for a touch, a PIN or a yes. */
  readonly signMs: number;
}

const usual: AgentLimits = { answerMs: 5_000, signMs: 120_000 };
/** OpenSSH's own limit of a message. */
const mostBytes = 256 * 1024;
const mostKeys = 1_000;

/** The messages of the agent protocol (draft-ietf-sshm-ssh-agent) that are used here. */
const code = { failure: 5, listKeys: 11, keys: 12, sign: 13, signature: 14 } as const;

/** Speaks to the ssh-agent at a Unix socket or a Windows pipe: one connection a question, bounded in time and bytes. */
export function agentAt(path: string, limits: AgentLimits = usual): AgentClient {
  return {
    keys: async () => {
      const answer = await ask(path, Uint8Array.of(code.listKeys), limits.answerMs);
      return answer.ok ? keysIn(answer.value) : answer;
    },
    sign: async (blob, data, flags, cancelled) => {
      const question = joined([
        Uint8Array.of(code.sign),
        wireString(blob),
        wireString(data),
        wireUint32(flags),
      ]);
      const answer = await ask(path, question, limits.signMs, cancelled);
      return answer.ok ? signatureIn(answer.value) : answer;
    },
  };
}

function keysIn(answer: Uint8Array): Result<readonly AgentKey[], SignFailure> {
  const reader = new WireReader(answer);
  if (reader.byte() !== code.keys) return refuse('broken', 'list of keys');
  const count = reader.uint32();
  if (count > mostKeys) return refuse('broken', `${count} keys`);
  const keys: AgentKey[] = [];
  for (let index = 0; index < count && !reader.isBroken; index += 1) {
    keys.push({ blob: reader.string(), comment: new TextDecoder().decode(reader.string()) });
  }
  return reader.isDone ? ok(keys) : refuse('broken', 'list of keys');
}

function signatureIn(answer: Uint8Array): Result<Uint8Array, SignFailure> {
  const reader = new WireReader(answer);
  const kind = reader.byte();
  // An agent says no more than that: the key is locked, gone, or the person declined.
  if (kind === code.failure) return refuse('refused', '');
  const signature = reader.string();
  return kind === code.signature && reader.isDone ? ok(signature) : refuse('broken', 'signature');
}

/** One question and its answer, without the length before it. */
function ask(
  path: string,
  question: Uint8Array,
  patienceMs: number,
  cancelled?: AbortSignal,
): Promise<Result<Uint8Array, SignFailure>> {
  return new Promise((resolve) => {
    if (cancelled?.aborted) return resolve(refuse('refused', 'cancelled'));
    const socket = connect(path);
    const end = (result: Result<Uint8Array, SignFailure>): void => {
      clearTimeout(timer);
      cancelled?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => end(refuse('refused', 'cancelled'));
    const timer = setTimeout(() => end(refuse('timeout', `${patienceMs / 1000} s`)), patienceMs);
    const answer = new Answer();
    cancelled?.addEventListener('abort', onAbort);
    socket.on('connect', () => socket.write(joined([wireUint32(question.length), question])));
    socket.on('data', (chunk) => {
      const whole = answer.add(chunk);
      if (whole !== undefined) end(whole);
    });
    socket.on('error', (error) => end(refuse('no-agent', codeOf(error))));
    socket.on('close', () => end(refuse('broken', 'it hung up')));
  });
}

/** Collects a message; what is announced as too long is never collected. */
class Answer {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  add(chunk: Uint8Array): Result<Uint8Array, SignFailure> | undefined {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < 4) return undefined;
    const length = new WireReader(this.#head()).uint32();
    if (length === 0 || length > mostBytes) return refuse('broken', `an answer of ${length} bytes`);
    if (this.#size < 4 + length) return undefined;
    return this.#size === 4 + length
      ? ok(joined(this.#chunks).subarray(4))
      : refuse('broken', 'more than one answer');
  }

  /** The first four bytes; the chunks after the one that completes them are not looked at. */
  #head(): Uint8Array {
    const first = this.#chunks[0];
    if (first !== undefined && first.length < 4) {
      const [, second = new Uint8Array(), ...rest] = this.#chunks;
      this.#chunks.splice(0, this.#chunks.length, joined([first, second]), ...rest);
      return this.#head();
    }
    return first?.subarray(0, 4) ?? new Uint8Array();
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function refuse(
  why: SignFailure['code'],
  detail: string,
): { readonly ok: false; readonly error: SignFailure } {
  return err({ code: why, detail });
}
