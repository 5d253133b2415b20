import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readEntryBatch } from '../../core/record/archive/batch.js';
import { logNameOf } from '../../core/record/archive/log-name.js';
import type { BatchRefusal } from '../../core/record/archive/refusal.js';
import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { cosignedAt } from '../../core/record/checkpoint/cosignature.js';
import { noteText } from '../../core/record/checkpoint/note.js';
import { hourMs } from '../../core/shared/durations.js';
import { ok, type Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';
import { diskFailure } from '../files/disk.js';
import { Archive, type ArchiveFailure, aboutOf, logNames } from './archive.js';
import type { ArchiveKeys } from './archive-keys.js';
import type { Delivery, RecordSource } from './record-source.js';

/** Held until what stands before it has come; more of it has to come again. */
const mostHeldBytes = 32 * 1024 * 1024;
const longestHeldMs = 20_000;

/** What was refused is noted up to here: whoever sends junk fills no disk. */
const mostRefusedBytes = 16 * 1024 * 1024;
const mostRefusalsKnown = 4_096;

const pauseMs = 2_000;

/** What a collector has to say while it runs. */
export type CollectorEvent =
  | { readonly kind: 'archived'; readonly log: string; readonly person: string; readonly size: number }
  | { readonly kind: 'refused'; readonly refusal: BatchRefusal }
  /** Nothing of a record has come for long; `at` is when the last came. */
  | {
      readonly kind: 'silent';
      readonly log: string;
      readonly person: string;
      readonly size: number;
      readonly at: number;
    }
  | { readonly kind: 'waiting'; readonly failure: CourierFailure }
  | { readonly kind: 'disk'; readonly detail: string };

export interface CollectorParts {
  readonly folder: string;
  readonly keys: ArchiveKeys;
  readonly source: RecordSource;
  now(): number;
  tell(event: CollectorEvent): void;
  /** After as long a record of which nothing came is told of. */
  readonly tellAfterMs: number;
}

/** A message whose record has not come so far yet. */
interface Held {
  readonly delivery: Delivery;
  readonly from: number;
  readonly since: number;
}

/** Takes what comes into an archive, and answers once it lies there. One a folder. */
export class Collector {
  private readonly held = new Map<string, Held[]>();
  private heldBytes = 0;
  private readonly refusals = new Set<string>();
  private said = '';
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** Records that were told of as silent, with when their last entries came. */
  private readonly silent = new Map<string, number>();

  private constructor(
    private readonly parts: CollectorParts,
    private archive: Archive,
  ) {}

  static async open(parts: CollectorParts): Promise<Result<Collector, ArchiveFailure>> {
    const archive = await Archive.at(parts.folder, parts.keys);
    return archive.ok ? ok(new Collector(parts, archive.value)) : archive;
  }

  /** Until it is stopped; what has come by then is archived and answered. An error says why it cannot go on. */
  async run(signal: AbortSignal): Promise<Result<void, ArchiveFailure>> {
    const over = stopped(signal);
    let coming = this.parts.source.next();
    while (!signal.aborted) {
      const came = await Promise.race([coming, over]);
      if (came === undefined) break;
      this.lookForSilent();
      // The next are on their way while these are written.
      if (!signal.aborted) coming = this.parts.source.next();
      if (!came.ok) {
        this.sayOnce({ kind: 'waiting', failure: came.error });
        await pause(pauseMs, over);
        continue;
      }
      if (came.value.length > 0) this.said = '';
      const taken = await this.takeAll(came.value, over);
      if (!taken.ok) return taken;
    }
    return ok(undefined);
  }

  /** A machine that is shut down looks like one that no longer sends: each is told of once. */
  private lookForSilent(): void {
    const { now, tell, tellAfterMs, folder, keys } = this.parts;
    const at = now();
    if (at - this.lookedAt < Math.min(hourMs, tellAfterMs)) return;
    this.lookedAt = at;
    for (const log of logNames(folder)) {
      const checkpoint = readCheckpoint(this.archive.cosigned(log) ?? '');
      const last = checkpoint && cosignedAt(checkpoint.note, keys.cosigner);
      if (checkpoint === undefined || last === undefined || at - last * 1_000 < tellAfterMs) continue;
      if (this.silent.get(log) === last) continue;
      this.silent.set(log, last);
      const person = aboutOf(folder, log)?.person ?? '';
      tell({ kind: 'silent', log, person, size: checkpoint.size, at: last * 1_000 });
    }
  }

  private async takeAll(
    deliveries: readonly Delivery[],
    over: Promise<undefined>,
  ): Promise<Result<void, ArchiveFailure>> {
    /** By the name of the record. */
    const answers = new Map<string, string>();
    const accepted: Delivery[] = [];
    const changed = new Set<string>();
    try {
      for (const delivery of deliveries) this.takeOne(delivery, { answers, accepted, changed });
      await this.archive.commit(this.parts.now());
    } catch (error) {
      // What had come stays with the carrier, and what the archive is now is read from the disk.
      for (const { later } of [...deliveries, ...this.letGoAll()]) later();
      this.sayOnce({ kind: 'disk', detail: diskFailure(error).detail });
      await pause(pauseMs, over);
      return this.reopen();
    }
    for (const { done } of accepted) done();
    for (const [log, person] of answers) await this.answer(log, person, changed.has(log));
    this.letGo();
    return ok(undefined);
  }

  private takeOne(
    delivery: Delivery,
    into: {
      readonly answers: Map<string, string>;
      readonly accepted: Delivery[];
      readonly changed: Set<string>;
    },
  ): void {
    const { answers, accepted, changed } = into;
    const { person } = delivery;
    const batch = readEntryBatch(delivery.bytes);
    if (batch === undefined) {
      this.refuse({ code: 'no-batch', origin: '', person, seq: 0, expected: 'entries of a record', got: '' });
      delivery.done();
      return;
    }
    const taken = this.archive.take(batch, person);
    if (taken.kind === 'refused') {
      this.refuse(taken.refusal, noteText(batch.checkpoint.note));
      const log = logNameOf(taken.refusal.origin);
      // Its own record is told how far it was taken; nobody else's.
      if (log !== undefined && isOfRecord.has(taken.refusal.code)) answers.set(log, person);
      accepted.push(delivery);
      return;
    }
    answers.set(taken.log, person);
    if (taken.kind === 'ahead' && batch.lines.length > 0) {
      this.hold(taken.log, delivery, batch.from);
      return;
    }
    accepted.push(delivery);
    if (taken.kind !== 'taken') return;
    changed.add(taken.log);
    const waiting = this.held.get(taken.log)?.filter(({ from }) => from <= batch.checkpoint.size) ?? [];
    for (const one of waiting) {
      this.unhold(taken.log, one);
      this.takeOne(one.delivery, into);
    }
  }

  private async answer(log: string, person: string, isNew: boolean): Promise<void> {
    const note = this.archive.cosigned(log);
    if (note === undefined) return;
    // An answer that is lost is given again when it is asked for.
    await this.parts.source.tell({ person, log }, note).catch(() => undefined);
    const size = readCheckpoint(note)?.size ?? 0;
    if (isNew) this.parts.tell({ kind: 'archived', log, person, size });
  }

  private hold(log: string, delivery: Delivery, from: number): void {
    if (this.heldBytes + delivery.bytes.length > mostHeldBytes) {
      delivery.later();
      return;
    }
    const held = this.held.get(log) ?? [];
    this.held.set(log, held);
    held.push({ delivery, from, since: this.parts.now() });
    this.heldBytes += delivery.bytes.length;
  }

  private unhold(log: string, one: Held): void {
    const rest = (this.held.get(log) ?? []).filter((other) => other !== one);
    if (rest.length === 0) this.held.delete(log);
    else this.held.set(log, rest);
    this.heldBytes -= one.delivery.bytes.length;
  }

  /** What waited too long has to come again: what stands before it was lost, or is refused. */
  private letGo(): void {
    const before = this.parts.now() - longestHeldMs;
    for (const [log, held] of this.held) {
      for (const one of held.filter(({ since }) => since < before)) {
        this.unhold(log, one);
        one.delivery.later();
      }
    }
  }

  private letGoAll(): readonly Delivery[] {
    const all = [...this.held.values()].flat().map(({ delivery }) => delivery);
    this.held.clear();
    this.heldBytes = 0;
    return all;
  }

  private async reopen(): Promise<Result<void, ArchiveFailure>> {
    try {
      const archive = await Archive.at(this.parts.folder, this.parts.keys);
      if (!archive.ok) return archive;
      this.archive = archive.value;
    } catch (error) {
      this.sayOnce({ kind: 'disk', detail: diskFailure(error).detail });
    }
    return ok(undefined);
  }

  /** Noted beside the archive and told, each once. */
  private refuse(refusal: BatchRefusal, checkpoint?: string): void {
    const { code, origin, person, seq } = refusal;
    const name = `${code} ${origin} ${person} ${seq}`;
    if (this.refusals.has(name) || this.refusals.size >= mostRefusalsKnown) return;
    this.refusals.add(name);
    this.parts.tell({ kind: 'refused', refusal });
    const path = join(this.parts.folder, 'refused.jsonl');
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > mostRefusedBytes) return;
    const noted = {
      at: new Date(this.parts.now()).toISOString(),
      ...refusal,
      ...(checkpoint && { checkpoint }),
    };
    appendFileSync(path, `${JSON.stringify(noted)}\n`, { mode: 0o644 });
  }

  private sayOnce(event: CollectorEvent): void {
    const name = JSON.stringify(event);
    if (name === this.said) return;
    this.said = name;
    this.parts.tell(event);
  }
}

/** Refusals of what its own record's key has signed, for who may know how far the archive has it. */
const isOfRecord = new Set<BatchRefusal['code']>([
  'too-long',
  'fork',
  'root',
  'not-an-entry',
  'wrong-sequence',
  'wrong-previous',
]);

function stopped(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

async function pause(ms: number, over: Promise<undefined>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([passed, over]);
  clearTimeout(timer);
}
