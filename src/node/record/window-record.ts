import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Entry, EntryBody } from '../../core/record/entry.js';
import { err, type Result } from '../../core/shared/result.js';
import type { Checkpoints, RecordFailure, RecordStore, SignedHead } from '../../ports/ports.js';
import { errorCode } from '../files/disk.js';
import type { Appended } from './chain.js';
import { isOwnEntry } from './entry-macs.js';
import { Tail } from './tail.js';
import { decodeWritten, type Order, type WriterOptions } from './writer-messages.js';

/** The record on disk, for a window: entries are written on a thread of their own, and no disk stops the editor's. */
export class WindowRecord implements RecordStore, Checkpoints {
  private readonly tail: Tail;
  private readonly waiting = new Map<number, (answer: Appended) => void>();
  private readonly asking = new Map<number, (head: SignedHead | undefined) => void>();
  private orders: Order[] = [];
  private worker: Worker | undefined;
  private last = 0;

  /** `program` is the writer's bundle. */
  constructor(
    private readonly setting: WriterOptions,
    private readonly program: string,
  ) {
    this.tail = new Tail(join(setting.folder, 'segments'));
  }

  append(body: EntryBody): Promise<Result<Entry, RecordFailure>> {
    return new Promise((resolve) => {
      this.waiting.set(this.order({ body }), resolve);
    });
  }

  checkpoint(since: readonly number[]): Promise<SignedHead | undefined> {
    return new Promise((resolve) => {
      this.asking.set(this.order({ since }), resolve);
    });
  }

  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    return this.tail.newest(limit);
  }

  isOurs(entry: Entry): boolean {
    return isOwnEntry(this.setting.folder, entry);
  }

  /** Ends the thread once everything is written. */
  async close(): Promise<void> {
    while (this.isBusy) await new Promise((resolve) => setImmediate(resolve));
    const { worker } = this;
    if (worker === undefined) return;
    worker.ref();
    await new Promise((resolve) => {
      worker.once('exit', resolve);
      worker.postMessage('end');
    });
  }

  private get isBusy(): boolean {
    return this.waiting.size > 0 || this.asking.size > 0;
  }

  private order(what: { readonly body: EntryBody } | { readonly since: readonly number[] }): number {
    this.last += 1;
    // What is asked for in one turn goes over in one message.
    if (this.orders.length === 0) queueMicrotask(() => this.send());
    this.orders.push({ id: this.last, ...what });
    return this.last;
  }

  private send(): void {
    const { orders } = this;
    this.orders = [];
    try {
      this.worker ??= this.start();
      this.worker.ref();
      this.worker.postMessage(orders);
    } catch (error) {
      this.lost(errorCode(error));
    }
  }

  private start(): Worker {
    const worker = new Worker(this.program, { workerData: this.setting });
    const lost = (detail: string): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.lost(detail);
    };
    worker.on('message', (message: unknown) => this.written(message));
    worker.on('error', (error) => lost(errorCode(error)));
    worker.on('exit', () => lost('the writing thread has ended'));
    return worker;
  }

  private written(message: unknown): void {
    for (const one of decodeWritten(message)) {
      if ('answer' in one) this.waiting.get(one.id)?.(one.answer);
      else this.asking.get(one.id)?.(one.head);
      this.waiting.delete(one.id);
      this.asking.delete(one.id);
    }
    if (!this.isBusy) this.worker?.unref();
  }

  /** Whether what was asked for stands in the record is not known: nothing is released by it. */
  private lost(detail: string): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const resolve of all) resolve(err({ code: 'unwritable', detail }));
    const asked = [...this.asking.values()];
    this.asking.clear();
    for (const resolve of asked) resolve(undefined);
  }
}
