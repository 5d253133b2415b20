import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { sha256 } from '../../core/shared/digest.js';
import { ok, type Result } from '../../core/shared/result.js';
import { type Courier, type CourierFailure, type MessageKey, mostListed } from '../../ports/courier.js';
import type { RouteEnd } from './outbox.js';
import type { RecordRoute } from './record-route.js';
import type { Delivery, RecordSource } from './record-source.js';

/** As much is read at once. */
const mostAtOnce = 64;
const idleMs = 10_000;
const patienceMs = 10_000;

/** Sorts like its number. */
function sizeName(size: number): string {
  return size.toString(16).padStart(32, '0');
}

/** A machine's side of a courier: what it carries lies where everybody who has the courier can read it. */
export class CourierRecordRoute implements RecordRoute {
  readonly askEveryMs = 2_000;
  private readonly seen = new Set<string>();

  constructor(
    private readonly courier: Courier,
    private readonly to: Pick<RouteEnd, 'log' | 'told'>,
  ) {}

  async send(bytes: Uint8Array): Promise<Result<void, CourierFailure>> {
    const key: MessageKey = { kind: 'entries', id: this.to.log, signer: sha256(bytes).slice(0, 32) };
    const put = await this.courier.put(key, bytes);
    return put.ok ? ok(undefined) : put;
  }

  async ask(): Promise<Result<void, CourierFailure>> {
    const listed = await this.courier.list('archived', this.to.log);
    if (!listed.ok) return listed;
    const newest = listed.value.toSorted((a, b) => a.signer.localeCompare(b.signer)).at(-1);
    if (newest === undefined || this.seen.has(newest.signer)) return ok(undefined);
    const note = await this.courier.get(newest);
    if (!note.ok) return note;
    this.seen.add(newest.signer);
    if (note.value) this.to.told(Buffer.from(note.value).toString());
    return ok(undefined);
  }

  async close(): Promise<void> {
    this.courier.dispose();
  }
}

/** The archive's side of a courier: what is archived is taken away there. */
export class CourierRecordSource implements RecordSource {
  private news: (() => void) | undefined;
  private readonly stop: () => void;
  private hasNews = true;
  private archived: MessageKey[] = [];
  /** What was refused for now is left alone for a while. */
  private readonly later = new Map<string, number>();

  constructor(private readonly courier: Courier) {
    this.stop = courier.watch('entries', undefined, () => {
      this.hasNews = true;
      this.news?.();
    });
    courier.attend?.(true);
  }

  async next(): Promise<Result<readonly Delivery[], CourierFailure>> {
    const removed = await this.removeArchived();
    if (!removed.ok) return removed;
    if (!this.hasNews) await this.untilNews();
    this.hasNews = false;
    const listed = await this.courier.list('entries');
    if (!listed.ok) {
      this.hasNews = true;
      return listed;
    }
    const now = Date.now();
    const due = listed.value.filter(({ signer }) => (this.later.get(signer) ?? 0) <= now);
    const some = due.slice(0, mostAtOnce);
    if (due.length > some.length || listed.value.length >= mostListed) this.hasNews = true;
    const deliveries: Delivery[] = [];
    for (const key of some) {
      const bytes = await this.courier.get(key);
      if (!bytes.ok && bytes.error.code !== 'too-large') return bytes;
      deliveries.push(this.delivery(key, bytes.ok ? (bytes.value ?? new Uint8Array()) : new Uint8Array()));
    }
    return ok(deliveries);
  }

  async tell({ log }: { readonly log: string }, note: string): Promise<void> {
    const size = readCheckpoint(note)?.size ?? 0;
    const key: MessageKey = { kind: 'archived', id: log, signer: sizeName(size) };
    const there = await this.courier.list('archived', log);
    await this.courier.put(key, Buffer.from(note));
    const older = there.ok ? there.value.filter(({ signer }) => signer < key.signer) : [];
    if (older.length > 0) await this.courier.remove(older);
  }

  async close(): Promise<void> {
    await this.removeArchived();
    this.stop();
    this.courier.dispose();
  }

  private delivery(key: MessageKey, bytes: Uint8Array): Delivery {
    return {
      person: '',
      bytes,
      done: () => {
        this.archived.push(key);
        this.later.set(key.signer, Date.now() + patienceMs);
      },
      later: () => {
        this.later.set(key.signer, Date.now() + patienceMs);
        this.hasNews = true;
      },
    };
  }

  private async removeArchived(): Promise<Result<void, CourierFailure>> {
    const { archived } = this;
    this.archived = [];
    const removed = archived.length === 0 ? ok(undefined) : await this.courier.remove(archived);
    if (!removed.ok) this.archived.push(...archived);
    for (const { signer } of removed.ok ? archived : []) this.later.delete(signer);
    return removed;
  }

  private untilNews(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      this.news = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
