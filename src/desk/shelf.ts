import { hasExpired, isOpen, isRedeemable, park } from '../core/approval/lifecycle.js';
import type { NewerRequest, Request } from '../core/approval/request.js';
import type { RequestStore, Windows } from '../ports/ports.js';

const decidedShown = 20;

/** The requests that this window knows, over those on disk. Every change is saved before anyone is told. */
export class Shelf {
  private readonly requests = new Map<string, Request>();
  private readonly listeners = new Set<() => void>();
  /** Requests that only a newer version can decide about, as they lie on disk. */
  newer: readonly NewerRequest[] = [];

  constructor(
    private readonly store: RequestStore,
    private readonly windows: Windows,
  ) {}

  /**
   * Takes in what is on disk. What a closed window held is parked here; what another open window holds is shown and
   * decided there; what this window holds is as this window knows it.
   */
  refresh(): void {
    const { self } = this.windows;
    const stored = this.store.load();
    this.newer = stored.newer;
    // What a newer version has taken over is no longer as this window knew it.
    for (const { id } of stored.newer) this.requests.delete(id);
    for (const request of stored.requests) {
      const known = this.requests.get(request.id);
      const isHeldHere = known?.state.kind === 'pending' && known.window === self;
      if (isHeldHere || (request.state.kind === 'pending' && request.window === self)) continue;
      if (request.state.kind !== 'pending') this.requests.set(request.id, request);
      else if (this.windows.isOpen(request.window)) this.requests.delete(request.id);
      else this.put(park(request, true));
    }
    this.changed();
  }

  get(id: string): Request | undefined {
    return this.requests.get(id);
  }

  /** Open ones first, oldest first; then the latest decided, newest first. */
  list(): readonly Request[] {
    const all = [...this.requests.values()];
    const open = all.filter(isOpen).sort((a, b) => a.createdAt - b.createdAt);
    const decided = all.filter((request) => !isOpen(request)).sort((a, b) => b.createdAt - a.createdAt);
    return [...open, ...decided.slice(0, decidedShown)];
  }

  /** The request that a call with this digest belongs to: one approved for it, else one that still waits. */
  find(digest: string, now: number): Request | undefined {
    const same = [...this.requests.values()].filter(
      (request) => request.digest === digest && !hasExpired(request, now),
    );
    return same.find((request) => isRedeemable(request, now)) ?? same.find(isOpen);
  }

  /** Keeps and shows a request; false with a detail when it could not be made durable. */
  put(request: Request): { readonly ok: true } | { readonly ok: false; readonly detail: string } {
    const saved = this.store.save(request);
    this.requests.set(request.id, request);
    this.changed();
    return saved.ok ? { ok: true } : { ok: false, detail: saved.error.detail };
  }

  /** Forgets a request that could not be kept; nobody has seen it. */
  drop(id: string): void {
    this.requests.delete(id);
    this.changed();
  }

  expired(now: number): readonly Request[] {
    return [...this.requests.values()].filter((request) => hasExpired(request, now));
  }

  /** Something that is shown with a request has changed, though not the request. */
  touch(): void {
    this.changed();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
