import type { RecordBreak } from '../../core/record/verify.js';
import { exportedEntries } from './exported.js';

/** The raw lines of a record by their numbers, for whoever asks for them about in their order; each is checked to stand in the chain. */
export class HeldLines {
  private readonly entries: ReturnType<typeof exportedEntries>;
  private readonly near = new Map<number, string>();
  private next: number;
  private isAtEnd = false;
  /** Where the chain of the record itself breaks. */
  broken: RecordBreak | undefined;

  constructor(folder: string, from: number) {
    this.entries = exportedEntries(folder, { seq: Math.max(0, from - nearLines) });
    this.next = from;
  }

  /** Null where the record has none of that number, undefined where it is too far behind to say. */
  line(seq: number): string | null | undefined {
    while (!this.isAtEnd && this.next <= seq) this.step();
    const found = this.near.get(seq);
    if (found !== undefined) return found;
    return this.isAtEnd && seq >= this.next ? null : undefined;
  }

  /** How many entries stand behind one. */
  behind(seq: number): number {
    while (!this.isAtEnd) this.step();
    return Math.max(0, this.next - seq - 1);
  }

  private step(): void {
    const { value: read, done } = this.entries.next();
    if (done || !read.ok) {
      this.isAtEnd = true;
      this.broken = done || read.ok ? undefined : read.error;
      return;
    }
    const { entry, line } = read.value;
    this.near.set(entry.seq, line);
    this.near.delete(entry.seq - 2 * nearLines);
    this.next = entry.seq + 1;
  }
}

/** Lines that stand a little out of their order are compared all the same. */
const nearLines = 1_000;
