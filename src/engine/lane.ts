import { Worker } from 'node:worker_threads';
import type { JudgingFailure } from './beyond-judging.js';
import { isFromWorker } from './decode-answer.js';
import type { EngineAsk, FromWorker, ToWorker } from './messages.js';

/** An ask that waits for its outcome. */
export interface Waiting {
  readonly ask: EngineAsk;
  /** How long its answer may take once the engine has begun with it. */
  readonly limitMs: number;
  /** Takes the answer; false when it is none. */
  readonly take: (value: unknown) => boolean;
  readonly fail: (failure: JudgingFailure) => void;
}

export interface LaneOptions {
  /** The file that the thread runs. */
  readonly entry: string;
  /** After this long with one ask, those behind it may go elsewhere. */
  readonly patienceMs: number;
  readonly memoryMegabytes: number;
  /** Called when patience with the first in line is at its end. */
  onSlow(): void;
}

/** How far ahead of the answers asks are sent: enough that the engine never waits for the next. */
const mostSent = 16;

/** A thread that has not come up after this long never will. */
const startMs = 10_000;

/** What loading a grammar may take besides, and how many there are. */
const loadingMs = 8_000;
const mostLoads = 2;

/**
 * One thread with the engine in it, and those who wait for it. The first in line is the one that is being judged: when it
 * takes too long, or the thread ends under it, it fails alone, and the others go to a new thread.
 */
export class Lane {
  private readonly waiting: (Waiting & { readonly id: number })[] = [];
  private sent = 0;
  private lastId = 0;
  private worker: Worker | undefined;
  private loads = 0;
  private state: 'starting' | 'ready' = 'starting';
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private slow = false;
  private disposed = false;

  constructor(private readonly options: LaneOptions) {}

  /** True while the first in line takes longer than others should wait for. */
  get isSlow(): boolean {
    return this.slow;
  }

  get isReady(): boolean {
    return this.worker !== undefined && this.state === 'ready';
  }

  /** Starts the thread, so that it is there when somebody asks. */
  start(): void {
    if (this.worker !== undefined || this.disposed) return;
    this.state = 'starting';
    this.loads = 0;
    const worker = new Worker(this.options.entry, {
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryMegabytes },
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    this.worker = worker;
    worker.on('message', (message: unknown) => {
      if (this.worker === worker) this.heard(message);
    });
    worker.on('messageerror', () => this.ended(worker, 'judging-garbage'));
    worker.on('error', (error: unknown) => this.ended(worker, failureOf(error)));
    worker.on('exit', () => this.ended(worker, 'judging-broke'));
    // Only whoever waits keeps the program going: listening alone would.
    worker.unref();
  }

  ask(waiting: Waiting): void {
    if (this.disposed) {
      waiting.fail('judging-broke');
      return;
    }
    this.lastId += 1;
    this.waiting.push({ ...waiting, id: this.lastId });
    this.pump();
  }

  /** Sends what needs no answer. Without a thread there is nothing to tell. */
  tell(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  /** Takes out those who are not being judged yet and may go elsewhere. */
  giveUp(may: (waiting: Waiting) => boolean): readonly Waiting[] {
    // The first in line is being judged, unless its thread has just ended.
    const begun = this.waiting.slice(0, Math.min(this.sent, 1));
    const behind = this.waiting.slice(begun.length);
    const sent = new Set(this.waiting.slice(0, this.sent));
    this.waiting.splice(0, this.waiting.length, ...begun, ...behind.filter((one) => !may(one)));
    this.sent = this.waiting.filter((one) => sent.has(one)).length;
    return behind.filter(may);
  }

  dispose(): void {
    this.disposed = true;
    this.stop();
    for (const one of this.waiting.splice(0)) one.fail('judging-broke');
  }

  private pump(): void {
    if (this.waiting.length === 0) return;
    this.start();
    const { worker } = this;
    if (worker === undefined) return;
    worker.ref();
    for (const { id, ask } of this.waiting.slice(this.sent, mostSent)) {
      worker.postMessage({ kind: 'ask', id, ask } satisfies ToWorker);
      this.sent += 1;
    }
    if (this.deadline === undefined) this.watch();
  }

  /** From now on the first in line is the one that is being judged. */
  private watch(moreMs = 0): void {
    this.unwatch();
    const [first] = this.waiting;
    if (first === undefined) return;
    const limit = this.state === 'starting' ? startMs : first.limitMs + moreMs;
    const deadline = setTimeout(() => {
      // An answer that lies here already, because this thread was busy, comes first.
      setImmediate(() => {
        if (this.deadline === deadline) this.fail('judging-overrun');
      });
    }, limit);
    this.deadline = deadline;
    if (this.state === 'starting') return;
    this.patience = setTimeout(() => {
      this.slow = true;
      this.options.onSlow();
    }, this.options.patienceMs);
  }

  private unwatch(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.patience);
    this.deadline = undefined;
    this.patience = undefined;
    this.slow = false;
  }

  private heard(message: unknown): void {
    if (!isFromWorker(message)) {
      this.fail('judging-garbage');
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.state = 'ready';
        this.watch();
        return;
      case 'loading':
        this.loads += 1;
        if (this.loads <= mostLoads) this.watch(loadingMs);
        return;
      default:
        this.answered(message);
    }
  }

  private answered(message: FromWorker & { readonly id: number }): void {
    const [first] = this.waiting;
    // What was given up here is answered elsewhere.
    if (first?.id !== message.id) return;
    if (message.kind === 'answer' && !first.take(message.value)) {
      this.fail('judging-garbage');
      return;
    }
    this.waiting.shift();
    this.sent -= 1;
    if (message.kind === 'broke') first.fail('judging-broke');
    this.unwatch();
    if (this.waiting.length === 0) this.worker?.unref();
    else this.pump();
  }

  private ended(worker: Worker, failure: JudgingFailure): void {
    if (this.worker !== worker) return;
    this.fail(failure);
  }

  /** The first in line fails, the thread is ended, and a new one takes the others. */
  private fail(failure: JudgingFailure): void {
    const first = this.waiting.shift();
    this.stop();
    first?.fail(failure);
    if (this.disposed) return;
    // A thread that ends with nobody waiting is started when somebody does: it may not come up at all.
    if (this.waiting.length > 0) this.pump();
    else if (first !== undefined) this.start();
  }

  private stop(): void {
    this.unwatch();
    this.sent = 0;
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }
}

function failureOf(error: unknown): JudgingFailure {
  const isMemory =
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'judging-out-of-memory' : 'judging-broke';
}
