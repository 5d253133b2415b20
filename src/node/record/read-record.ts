import { Worker } from 'node:worker_threads';
import type { Overview } from '../../core/record/overview/overview.js';
import type { RecordQuery } from '../../core/record/query.js';
import { isReaderTold, type LyingEntry, type ReaderAsk, type ReaderTold } from './reader-messages.js';

/** A record that is read on threads of their own, one for each question; each ends with its answer. */
export class RecordReader {
  /** `folder` is the record's, `program` the thread's bundle. */
  constructor(
    private readonly folder: string,
    private readonly program: string,
  ) {}

  /** What it comes to; the newest part of it is told as soon as it is counted. Rejects, as all here, where it cannot be read. */
  async overview(counted: (soFar: Overview) => void = () => undefined): Promise<Overview> {
    const told = await this.ask({ kind: 'overview' }, (one) => {
      const goesOn = one.kind === 'overview' && !one.isWhole;
      if (goesOn) counted(one.overview);
      return goesOn;
    });
    if (told.kind !== 'overview') throw unexpected('an overview', told);
    return told.overview;
  }

  /** The raw lines of the last time that the same call was made before an entry, and of what was erased of its request; the entry itself is told as soon as it is found. */
  async entry(
    seq: number,
    seen: number | undefined,
    found: (entry: LyingEntry) => void,
  ): Promise<{ readonly before: readonly string[]; readonly erasures: readonly string[] }> {
    const told = await this.ask({ kind: 'entry', seq, seen }, (one) => {
      if (one.kind === 'entry') found(one.entry);
      return one.kind === 'entry';
    });
    if (told.kind !== 'before') throw unexpected('earlier entries', told);
    return { before: told.lines, erasures: told.erasures };
  }

  /** Tells the raw lines that fit as they are found, newest first. True where the whole record was looked through. */
  async find(
    sought: { readonly query: RecordQuery; readonly before: number; readonly limit: number },
    found: (lines: readonly string[]) => void,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const told = await this.ask(
      { kind: 'find', ...sought },
      (one) => {
        if (one.kind === 'found') found(one.lines);
        return one.kind === 'found' && !one.isEnd;
      },
      signal,
    );
    return told.kind === 'found' && told.isWhole;
  }

  /** `goesOn`: whether what was told is only a part of the answer. */
  private ask(
    asked: ReaderQuestion,
    goesOn: (told: ReaderTold) => boolean,
    signal?: AbortSignal,
  ): Promise<ReaderTold> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const worker = new Worker(this.program, { workerData: { ...asked, folder: this.folder } });
      worker.unref();
      const stop = (): void => void worker.terminate();
      signal?.addEventListener('abort', stop, { once: true });
      worker.on('message', (told: unknown) => {
        if (signal?.aborted) return;
        if (!isReaderTold(told))
          reject(new Error('expected an answer of the reading thread, got something else'));
        else if (!goesOn(told)) resolve(told);
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        signal?.removeEventListener('abort', stop);
        reject(new Error('the reading thread has ended'));
      });
    });
  }
}

type ReaderQuestion = ReaderAsk extends infer One
  ? One extends ReaderAsk
    ? Omit<One, 'folder'>
    : never
  : never;

function unexpected(what: string, { kind }: ReaderTold): Error {
  return new Error(`expected ${what} from the reading thread, got ${kind}`);
}
