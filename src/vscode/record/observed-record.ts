import type { Entry, EntryBody } from '../../core/record/entry.js';
import type { Result } from '../../core/shared/result.js';
import type { RecordFailure, RecordStore } from '../../ports/ports.js';

/** The record, telling when this window has written to it, so that what is shown can follow. */
export class ObservedRecord implements RecordStore {
  private readonly listeners = new Set<(body: EntryBody) => void>();

  constructor(private readonly record: RecordStore) {}

  async append(body: EntryBody): Promise<Result<Entry, RecordFailure>> {
    const written = await this.record.append(body);
    for (const listener of this.listeners) listener(body);
    return written;
  }

  newest(limit: number): Result<readonly Entry[], RecordFailure> {
    return this.record.newest(limit);
  }

  isOurs(entry: Entry): boolean {
    return this.record.isOurs(entry);
  }

  onWritten(listener: (body: EntryBody) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
