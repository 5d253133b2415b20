import { driftKey, openDrifts } from '../../core/record/open-drifts.js';
import { type AgentHealth, type Drift, driftsOf } from '../../core/toolcall/health.js';
import type { WatchFiles } from '../../ports/ports.js';
import type { AgentStatus, Connections } from './connections.js';

export interface GuardWatchParts {
  readonly connections: Connections;
  readonly watch: WatchFiles;
  /** Every look, of the agents that are connected. */
  looked(connected: readonly AgentHealth[]): void;
  /** A guard was taken away, or is found to have been when the window opens. Once for each drift. */
  drifted(status: AgentStatus, drift: Drift): void;
}

/** How far back the record is asked for drifts that are known already. */
const newestEntries = 1_000;

/** Looks at connected agents whenever one of their files changes: a guard that goes is told and recorded, and so is its return. */
export class GuardWatch {
  private stop: () => void = () => undefined;
  private watched = '';
  private closed = false;
  private standing: ReadonlyMap<string, Drift> | undefined;
  /** Agents that were seen to be trusted: the first trust is a step of connecting, and its absence no drift. */
  private readonly trusted = new Set<string>();

  constructor(private readonly parts: GuardWatchParts) {}

  look(): void {
    if (this.closed) return;
    const { connections } = this.parts;
    const connected = connections.parts.adapters
      .map((adapter) => connections.glance(adapter))
      .filter(({ health }) => health.state !== 'absent');
    this.follow(connected);
    this.parts.looked(connected.map(({ health }) => health));
    this.arm(connected);
  }

  /** Rings as agents would, one after the other: those that nobody has verified, or all where the doorbell is a new one. */
  async verify(isDoorbellNew: boolean): Promise<void> {
    const { connections } = this.parts;
    for (const adapter of connections.parts.adapters) {
      const { state } = connections.glance(adapter).health;
      const isDue = state === 'unverified' || (isDoorbellNew && state !== 'absent');
      if (!isDue || this.closed) continue;
      await connections.verify(adapter);
      this.look();
    }
  }

  dispose(): void {
    this.closed = true;
    this.stop();
  }

  private follow(connected: readonly AgentStatus[]): void {
    const found = connected.flatMap((status) =>
      driftsOf(status.health)
        .filter((drift) => drift.problem !== 'untrusted' || this.trusted.has(drift.agent))
        .map((drift) => ({ status, drift, key: driftKey(drift) })),
    );
    for (const { health } of connected) {
      if (health.problems.every(({ kind }) => kind !== 'untrusted')) this.trusted.add(health.agent);
    }
    const isFirst = this.standing === undefined;
    const before = this.standing ?? this.recorded();
    const now = new Map(found.map(({ key, drift }) => [key, drift]));
    this.standing = now;
    const { record } = this.parts.connections.parts;
    for (const { status, drift, key } of found) {
      if (!before.has(key)) void record.append({ type: 'guard.drifted', ...drift });
      if (isFirst || !before.has(key)) this.parts.drifted(status, drift);
    }
    for (const [key, drift] of before) {
      const isHeld = connected.some(({ health }) => health.agent === drift.agent);
      if (!now.has(key) && isHeld) void record.append({ type: 'guard.repaired', ...drift });
    }
  }

  /** The drifts that this or another window has recorded before. */
  private recorded(): ReadonlyMap<string, Drift> {
    const newest = this.parts.connections.parts.record.newest(newestEntries);
    const drifts = newest.ok ? openDrifts(newest.value) : [];
    // The doorbell's own bytes are watched elsewhere.
    const ours = drifts.filter(({ problem }) => problem !== 'replaced');
    return new Map(ours.map((drift) => [driftKey(drift), drift]));
  }

  /** Of every agent the hook files, so that connecting elsewhere is seen; of connected ones all that can switch them off. */
  private arm(connected: readonly AgentStatus[]): void {
    const { connections, watch } = this.parts;
    const places = connections.parts.places();
    const hooks = connections.parts.adapters.flatMap((adapter) =>
      connections.scopes(adapter).map((scope) => adapter.file(scope, places)),
    );
    const others = connected.flatMap(({ adapter }) => [
      ...adapter.switches(places),
      ...(adapter.trust ? [adapter.trust.file(places)] : []),
    ]);
    const paths = [...new Set([...hooks, ...others])].sort();
    if (paths.join('\n') === this.watched) return;
    this.watched = paths.join('\n');
    this.stop();
    this.stop = watch(paths, () => this.look());
  }
}
