import type { AgentId } from '../../core/toolcall/toolcall.js';
import type { RecordStore, WatchFiles } from '../../ports/ports.js';

export interface DoorbellWatchParts {
  /** Absolute paths of the installed files. */
  readonly paths: readonly string[];
  readonly watch: WatchFiles;
  readonly record: Pick<RecordStore, 'append'>;
  /** Paths of installed files whose bytes no install has left there. */
  changed(): readonly string[];
  /** Puts this build's bytes back; false where they cannot be written. */
  restore(): boolean;
  /** Agents that ring by it. */
  agents(): readonly AgentId[];
  /** Once for each change. */
  told(files: readonly string[], isRestored: boolean): void;
}

/** The doorbell's own bytes: who changes them is told of and recorded, and they are put back. */
export class DoorbellWatch {
  private stop: () => void = () => undefined;
  private last = '';

  constructor(private readonly parts: DoorbellWatchParts) {}

  open(): void {
    this.look();
    this.stop = this.parts.watch(this.parts.paths, () => this.look());
  }

  dispose(): void {
    this.stop();
  }

  private look(): void {
    const { parts } = this;
    const files = parts.changed();
    const key = files.join('\n');
    const isNew = key !== this.last;
    this.last = key;
    if (files.length === 0) return;
    const isRestored = parts.restore();
    if (isRestored) this.last = '';
    if (!isNew) return;
    const drifts = parts
      .agents()
      .flatMap((agent) => files.map((file) => ({ agent, problem: 'replaced', file, line: 0 }) as const));
    for (const drift of drifts) void parts.record.append({ type: 'guard.drifted', ...drift });
    if (isRestored)
      for (const drift of drifts) void parts.record.append({ type: 'guard.repaired', ...drift });
    parts.told(files, isRestored);
  }
}
