import type { Answer } from '../protocol/answer.js';
import type { Cause } from '../protocol/cause.js';
import { payloadLimitBytes, silenceLimitMs } from '../protocol/limits.js';
import { type RingHeader, ringVersion } from '../protocol/ring.js';
import type { GateCall } from './call.js';
import { newNonce } from './crypto.js';
import { type FoundGate, findGates } from './find-gate.js';
import { judgeOffline } from './offline.js';
import { ringGate } from './ring-gate.js';

export interface GateCallOptions {
  /** Absolute path of Countersign's home. */
  readonly home: string;
  /** The program that judges where no window is open; absent where one must be. */
  readonly offline?: string;
  /** How long a gate may say nothing, in milliseconds. */
  readonly silenceMs?: number;
  /** Hears which request a person is asked about, again and again while it waits. */
  readonly held?: (request: string) => void;
}

export type GateCallEnd =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail: string };

export interface OpenGateCall {
  /** Never rejects. */
  readonly end: Promise<GateCallEnd>;
  /** Nobody waits for the answer any more: what a person is asked about is parked. */
  hangUp(detail?: string): void;
}

/**
 * Asks the gate of the window that holds the directory; passes over windows that crashed; has the call judged offline where
 * none is open. Whatever fails on the way is a failure with its cause, which every front words as a no.
 */
export function callGate(call: GateCall, options: GateCallOptions): OpenGateCall {
  return new Asking(call, options);
}

/** Silence is counted in ticks, not by the clock: a machine that slept has not been silent. */
const longestTickMs = 1_000;

class Asking implements OpenGateCall {
  readonly end: Promise<GateCallEnd>;
  private settle: (end: GateCallEnd) => void = () => undefined;
  private cut: () => void = () => undefined;
  private readonly endsAt: number;
  private readonly watch: NodeJS.Timeout;
  private readonly deadline: NodeJS.Timeout;
  private quietMs = 0;
  private isListening = false;

  constructor(
    private readonly call: GateCall,
    private readonly options: GateCallOptions,
  ) {
    this.end = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.endsAt = Date.now() + call.budgetMs;
    const silenceMs = options.silenceMs ?? silenceLimitMs;
    const tickMs = Math.max(10, Math.min(longestTickMs, call.budgetMs / 4, silenceMs / 4));
    this.watch = setInterval(() => this.tick(tickMs, silenceMs), tickMs);
    this.deadline = setTimeout(() => this.fail('deadline'), call.budgetMs);
    if (call.payload.length > payloadLimitBytes) this.fail('stdin-too-large');
    else this.search();
  }

  hangUp(detail?: string): void {
    this.fail('signal', detail);
  }

  private tick(tickMs: number, silenceMs: number): void {
    this.quietMs += this.isListening ? tickMs : 0;
    if (Date.now() >= this.endsAt) this.fail('deadline');
    if (this.quietMs >= silenceMs) this.fail('gate-silent');
  }

  private search(): void {
    const found = findGates(this.options.home, this.call.cwd);
    if (typeof found === 'string') this.fail(found);
    else this.ringFirst(found);
  }

  private ringFirst([gate, ...others]: readonly FoundGate[]): void {
    if (!gate) {
      this.judgeAlone();
      return;
    }
    this.alive();
    this.cut = ringGate(gate, this.header(gate), this.call.payload, {
      alive: (request) => {
        this.alive();
        if (request !== undefined) this.options.held?.(request);
      },
      answered: (answer) => this.conclude({ kind: 'answered', answer }),
      failed: (cause, detail) => {
        // A window that crashed leaves its registration behind; one that is there and fails is a no.
        if (cause !== 'gate-unreachable' || gate.isFresh) this.fail(cause, detail);
        else this.ringFirst(others);
      },
    });
  }

  private header({ knock, salt }: FoundGate): RingHeader {
    const { agent, event, cwd, env, credentials, payload } = this.call;
    return {
      v: ringVersion,
      nonce: newNonce(),
      knock,
      agent,
      event,
      budgetMs: Math.max(0, Math.floor(this.endsAt - Date.now())),
      pid: process.pid,
      cwd,
      env,
      credentials: salt === undefined ? undefined : credentials(salt),
      bytes: payload.length,
    };
  }

  private judgeAlone(): void {
    this.isListening = false;
    const { offline } = this.options;
    if (offline === undefined) this.fail('gate-unreachable');
    else this.cut = judgeOffline(offline, this.call, (end) => this.conclude(end));
  }

  private alive(): void {
    [this.isListening, this.quietMs] = [true, 0];
  }

  private fail(cause: Cause, detail = ''): void {
    this.conclude({ kind: 'failed', cause, detail });
  }

  private conclude(end: GateCallEnd): void {
    clearInterval(this.watch);
    clearTimeout(this.deadline);
    this.isListening = false;
    this.cut();
    this.settle(end);
  }
}
