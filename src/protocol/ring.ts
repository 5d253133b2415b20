import { err, ok, type Result } from '../core/shared/result.js';
import type { CallerId } from '../core/toolcall/toolcall.js';
import type { Answer } from './answer.js';
import { parsed } from './parsed.js';

export const ringVersion = 1;

/** A ring as it reaches the desk: who rang, with which bytes, from where, and how long the doorbell can wait. */
export interface Ring {
  readonly agent: CallerId;
  /** The event that the installed command is for, where it names one. */
  readonly event?: string | undefined;
  readonly payload: Uint8Array | string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Variables that are not in `env`, each by a salted digest. */
  readonly credentials?: Readonly<Record<string, string>>;
  readonly budgetMs: number;
}

/**
 * Who answers rings. `gone` aborts when the agent hangs up; `held` is told which request a person is asked about. The
 * answer never rejects.
 */
export interface RingTaker {
  ring(ring: Ring, gone: AbortSignal, held?: (request: string) => void): Promise<Answer>;
}

/**
 * A ring, from the doorbell to the gate: this header as one line of JSON, then `bytes` bytes of the agent's payload,
 * untouched.
 */
export interface RingHeader {
  readonly v: typeof ringVersion;
  /** The doorbell's own; each reply repeats it. */
  readonly nonce: string;
  /** The gate's `knock` secret, which only a reader of its registration knows. */
  readonly knock: string;
  readonly agent: string;
  /** The event that the installed command is for, where it names one. */
  readonly event?: string | undefined;
  /** How long the doorbell can still wait, in milliseconds. */
  readonly budgetMs: number;
  readonly pid: number;
  readonly cwd: string;
  /** The agent's environment without what looks like a secret: it decides which target a command reaches. */
  readonly env: Readonly<Record<string, string>>;
  /** The variables that were left out, each as a digest under the gate's salt. Absent in older versions. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  readonly bytes: number;
}

/**
 * A reply, from the gate to the doorbell: one line of JSON each. `held` says that the gate is there, and which request a
 * person is asked about once there is one.
 */
export type Reply = {
  readonly v: typeof ringVersion;
  readonly nonce: string;
  /** The gate's `seal` secret: who answers is who registered. */
  readonly seal: string;
} & (
  | { readonly kind: 'held'; readonly request?: string | undefined }
  | { readonly kind: 'answer'; readonly answer: Answer }
);

export type RingError = 'not-json' | 'wrong-version' | 'wrong-field';

export function lineOfMessage(message: RingHeader | Reply): string {
  return `${JSON.stringify(message)}\n`;
}

export function decodeRingHeader(line: string): Result<RingHeader, RingError> {
  const fields = decodeFields(line);
  if (!fields.ok) return fields;
  const { nonce, knock, agent, event, budgetMs, pid, cwd, env, credentials, bytes } = fields.value;
  if (!isText(nonce)) return wrong;
  if (!isText(knock)) return wrong;
  if (!isText(agent)) return wrong;
  if (event !== undefined && !isText(event)) return wrong;
  if (!isCount(budgetMs)) return wrong;
  if (!isCount(pid)) return wrong;
  if (!isText(cwd)) return wrong;
  if (!isTextMap(env)) return wrong;
  if (credentials !== undefined && !isTextMap(credentials)) return wrong;
  if (!isCount(bytes)) return wrong;
  const named = event === undefined ? {} : { event };
  const digested = credentials === undefined ? {} : { credentials };
  return ok({ v: ringVersion, nonce, knock, agent, ...named, budgetMs, pid, cwd, env, ...digested, bytes });
}

export function decodeReply(line: string): Result<Reply, RingError> {
  const fields = decodeFields(line);
  if (!fields.ok) return fields;
  const { nonce, seal, kind, request, answer } = fields.value;
  if (!isText(nonce)) return wrong;
  if (!isText(seal)) return wrong;
  if (kind === 'held')
    return ok({ v: ringVersion, nonce, seal, kind, request: isText(request) ? request : undefined });
  if (kind !== 'answer') return wrong;
  const decoded = decodeAnswer(answer);
  return decoded ? ok({ v: ringVersion, nonce, seal, kind, answer: decoded }) : wrong;
}

/** An answer that an agent can read: one JSON object with exit code 0, or words with exit code 2. Nothing else. */
export function decodeAnswer(value: unknown): Answer | undefined {
  if (!isObject(value)) return undefined;
  const { stdout, stderr, exitCode } = value;
  if (!isText(stdout) || !isText(stderr)) return undefined;
  if (exitCode === 2) return stderr.trim() === '' ? undefined : { stdout: '', stderr, exitCode };
  if (exitCode !== 0) return undefined;
  return isObject(parsed(stdout)) ? { stdout, stderr, exitCode } : undefined;
}

function decodeFields(line: string): Result<Readonly<Record<string, unknown>>, RingError> {
  const value = parsed(line);
  if (!isObject(value)) return err('not-json');
  return value['v'] === ringVersion ? ok(value) : err('wrong-version');
}

const wrong: Result<never, RingError> = err('wrong-field');

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(isText);
}
