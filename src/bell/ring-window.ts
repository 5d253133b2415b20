import { type FoundGate, findGate } from '../hook/gates.js';
import { ringGate } from '../hook/ring-gate.js';
import { type Cause, refusalWords } from '../hook/words.js';
import type { Answer } from '../protocol/answer.js';
import { silenceLimitMs } from '../protocol/limits.js';
import { type Ring, type RingHeader, ringVersion } from '../protocol/ring.js';

/**
 * Rings at the gate of the window that holds the directory, as the doorbell does: the window that listens need not be
 * the one that answers. Whatever fails is a no in words; never rejects.
 */
export function ringWindow(run: string, ring: Ring, gone: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    new WindowRing(run, ring, resolve).start(gone);
  });
}

class WindowRing {
  private readonly payload: Uint8Array;
  private readonly deadline: NodeJS.Timeout;
  private silence: NodeJS.Timeout | undefined;
  private cut: () => void = () => undefined;

  constructor(
    private readonly run: string,
    private readonly ring: Ring,
    private readonly settle: (answer: Answer) => void,
  ) {
    this.payload = typeof ring.payload === 'string' ? Buffer.from(ring.payload) : ring.payload;
    this.deadline = setTimeout(() => this.fail('deadline'), ring.budgetMs);
  }

  start(gone: AbortSignal): void {
    gone.addEventListener('abort', () => this.fail('signal'), { once: true });
    if (gone.aborted) this.fail('signal');
    else this.search(new Set());
  }

  private search(without: Set<string>): void {
    const found = findGate(this.run, this.ring.cwd, without);
    if (found.kind === 'gate') this.ringAt(found.gate, without);
    // A window listens, so that one is open: what it registered has been taken away.
    else this.fail(found.kind === 'none' ? 'gate-unreachable' : 'run-folder-unsafe');
  }

  private ringAt(gate: FoundGate, without: Set<string>): void {
    this.listen();
    this.cut = ringGate(gate, this.header(gate.knock), this.payload, {
      alive: () => this.listen(),
      answered: (answer) => this.end(answer),
      failed: (cause, detail) => {
        // A window that crashed leaves its registration behind; one that is there and fails is a no.
        if (cause !== 'gate-unreachable' || gate.isFresh) this.fail(cause, detail);
        else this.search(without.add(gate.id));
      },
    });
  }

  private header(knock: string): RingHeader {
    const { agent, budgetMs, cwd, env } = this.ring;
    const nonce = `${process.pid}-${process.hrtime.bigint()}-${Math.random().toString(36).slice(2)}`;
    const { pid } = process;
    return { v: ringVersion, nonce, knock, agent, budgetMs, pid, cwd, env, bytes: this.payload.length };
  }

  /** A gate that says nothing for too long is given up. */
  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fail('gate-silent'), silenceLimitMs);
  }

  private fail(cause: Cause, detail?: string): void {
    this.end({ stdout: '', stderr: refusalWords(cause, detail), exitCode: 2 });
  }

  private end(answer: Answer): void {
    clearTimeout(this.silence);
    clearTimeout(this.deadline);
    this.cut();
    this.settle(answer);
  }
}
