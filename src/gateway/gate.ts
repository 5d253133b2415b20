import { join } from 'node:path';
import { type FoundGate, findGate } from '../hook/gates.js';
import { ringOffline } from '../hook/offline.js';
import { ringGate } from '../hook/ring-gate.js';
import { type Cause, refusalWords } from '../hook/words.js';
import type { Answer } from '../protocol/answer.js';
import { doorbellBudgetMs, payloadLimitBytes, silenceLimitMs } from '../protocol/limits.js';
import { ringVersion } from '../protocol/ring.js';
import { judgedWords } from '../words/gateway.js';

/** Where the call comes from: what its program inherits decides which target it reaches. */
export interface Surroundings {
  readonly caller: 'mcp-gateway' | 'terminal';
  /** Absolute path of Countersign's home. */
  readonly home: string;
  readonly cwd: string;
  /** The program's environment without what looks like a secret. */
  readonly env: Readonly<Record<string, string>>;
  /** How long an answer may take, and how long a gate may say nothing, in milliseconds; as for a doorbell if absent. */
  readonly limits?: { readonly budgetMs: number; readonly silenceMs: number };
}

/** `pass` means that nobody objects, or that a person said yes. */
export type GateAnswer = { readonly kind: 'pass' } | { readonly kind: 'stop'; readonly reason: string };

export interface Asking {
  readonly answer: Promise<GateAnswer>;
  /** Nobody waits for the answer any more: what a person is asked about is parked. */
  hangUp(): void;
}

/**
 * Asks the gate of the window that holds the directory, or judges without a window, as the doorbell does. Whatever fails
 * on the way is a stop, in words. `held` hears which request a person is asked about, again and again while it waits.
 */
export function askGate(payload: Uint8Array, around: Surroundings, held: (request: string) => void): Asking {
  const asking = new GateAsking(payload, around, held);
  return { answer: asking.answer, hangUp: () => asking.hangUp() };
}

class GateAsking {
  readonly answer: Promise<GateAnswer>;
  private settle: (answer: GateAnswer) => void = () => undefined;
  private cut: () => void = () => undefined;
  private silence: NodeJS.Timeout | undefined;
  private readonly deadline: NodeJS.Timeout;
  private readonly endsAt: number;

  constructor(
    private readonly payload: Uint8Array,
    private readonly around: Surroundings,
    private readonly held: (request: string) => void,
  ) {
    this.answer = new Promise((resolve) => {
      this.settle = resolve;
    });
    const budgetMs = around.limits?.budgetMs ?? doorbellBudgetMs(around.caller);
    this.endsAt = Date.now() + budgetMs;
    this.deadline = setTimeout(() => this.fail('deadline'), budgetMs);
    if (payload.length > payloadLimitBytes) this.fail('stdin-too-large');
    else this.ring(new Set());
  }

  hangUp(): void {
    this.fail('signal');
  }

  private ring(without: Set<string>): void {
    const { home, cwd } = this.around;
    const found = findGate(join(home, 'run'), cwd, without);
    if (found.kind === 'gate') this.ringAt(found.gate, without);
    else if (found.kind === 'none') this.judgeAlone();
    else this.fail('run-folder-unsafe');
  }

  private ringAt(gate: FoundGate, without: Set<string>): void {
    const { caller, cwd, env } = this.around;
    this.listen();
    const header = {
      v: ringVersion,
      nonce: `${process.pid}-${process.hrtime.bigint()}-${Math.random().toString(36).slice(2)}`,
      knock: gate.knock,
      agent: caller,
      budgetMs: Math.max(0, this.endsAt - Date.now()),
      pid: process.pid,
      cwd,
      env,
      bytes: this.payload.length,
    } as const;
    this.cut = ringGate(gate, header, this.payload, {
      alive: (request) => {
        this.listen();
        if (request !== undefined) this.held(request);
      },
      answered: (answer) => this.end(answerOf(answer)),
      failed: (cause, detail) => {
        // A window that crashed leaves its registration behind; one that is there and fails is a no.
        if (cause !== 'gate-unreachable' || gate.isFresh) this.fail(cause, detail);
        else this.ring(without.add(gate.id));
      },
    });
  }

  private judgeAlone(): void {
    clearTimeout(this.silence);
    const { caller: agent, cwd, env } = this.around;
    ringOffline({ agent, payload: this.payload, cwd, env }).then(
      (answer) => (answer ? this.end(answerOf(answer)) : this.fail('offline-failed')),
      (error: unknown) => this.fail('offline-failed', error instanceof Error ? error.message : ''),
    );
  }

  /** A gate that says nothing for too long is given up. */
  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(
      () => this.fail('gate-silent'),
      this.around.limits?.silenceMs ?? silenceLimitMs,
    );
  }

  private fail(cause: Cause, detail?: string): void {
    this.end({ kind: 'stop', reason: refusalWords(cause, detail).trim() });
  }

  private end(answer: GateAnswer): void {
    clearTimeout(this.silence);
    clearTimeout(this.deadline);
    this.cut();
    this.settle(answer);
  }
}

/** Nothing but an empty object and an allow let a call pass. */
function answerOf({ stdout, stderr, exitCode }: Answer): GateAnswer {
  if (exitCode !== 0) return { kind: 'stop', reason: stderr.trim() };
  const said: unknown = JSON.parse(stdout);
  if (typeof said !== 'object' || said === null) return { kind: 'stop', reason: judgedWords.garbage };
  if (Object.keys(said).length === 0) return { kind: 'pass' };
  const decision = 'decision' in said ? said.decision : undefined;
  if (decision === 'allow') return { kind: 'pass' };
  const reason = 'reason' in said && typeof said.reason === 'string' ? said.reason : '';
  return { kind: 'stop', reason: decision === 'deny' && reason !== '' ? reason : judgedWords.garbage };
}
