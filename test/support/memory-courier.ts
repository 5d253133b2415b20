import { ok, type Result } from '../../src/core/shared/result.js';
import { failure } from '../../src/node/couriers/failure.js';
import { keyOfPath, pathOf, prefixOf } from '../../src/node/couriers/message-path.js';
import { probeOf } from '../../src/node/couriers/probe.js';
import {
  type Courier,
  type CourierFailure,
  type CourierFindings,
  type MessageKey,
  type MessageKind,
  messageLimitBytes,
  mostListed,
} from '../../src/ports/courier.js';

/** What several couriers of one process share. */
export class Mailbox {
  readonly messages = new Map<string, Uint8Array>();
  readonly listeners = new Set<(path: string) => void>();
}

/** A courier that carries within one process. `trouble` makes every call fail. */
export class MemoryCourier implements Courier {
  trouble: CourierFailure | undefined;
  private readonly stops = new Set<() => void>();

  constructor(readonly box: Mailbox = new Mailbox()) {}

  async put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>> {
    const path = pathOf(key);
    if (this.trouble) return failure(this.trouble.code, this.trouble.detail);
    if (path === undefined) return failure('unusable', 'not a message key');
    if (bytes.length > messageLimitBytes) return failure('too-large', `${bytes.length} bytes`);
    if (this.box.messages.has(path)) return ok('exists');
    this.box.messages.set(path, new Uint8Array(bytes));
    for (const tell of this.box.listeners) tell(path);
    return ok('created');
  }

  async get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    const path = pathOf(key);
    if (this.trouble) return failure(this.trouble.code, this.trouble.detail);
    if (path === undefined) return failure('unusable', 'not a message key');
    return ok(this.box.messages.get(path));
  }

  async list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>> {
    if (this.trouble) return failure(this.trouble.code, this.trouble.detail);
    const prefix = prefixOf(kind, id);
    const paths = [...this.box.messages.keys()].filter((path) => path.startsWith(prefix)).sort();
    return ok(paths.flatMap((path) => keyOfPath(path) ?? []).slice(0, mostListed));
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    const prefix = prefixOf(kind, id);
    const tell = (path: string): void => {
      if (path.startsWith(prefix)) queueMicrotask(changed);
    };
    this.box.listeners.add(tell);
    const stop = (): void => {
      this.box.listeners.delete(tell);
      this.stops.delete(stop);
    };
    this.stops.add(stop);
    if ([...this.box.messages.keys()].some((path) => path.startsWith(prefix))) queueMicrotask(changed);
    return stop;
  }

  async remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    if (this.trouble) return failure(this.trouble.code, this.trouble.detail);
    for (const key of keys) this.box.messages.delete(pathOf(key) ?? '');
    return ok(undefined);
  }

  probe(): Promise<Result<CourierFindings, CourierFailure>> {
    return probeOf(this, { pushes: true, place: 'this process' });
  }

  dispose(): void {
    for (const stop of [...this.stops]) stop();
  }
}
