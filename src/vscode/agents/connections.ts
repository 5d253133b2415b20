import type { Adapter, ConfigScope, Doorbell, Places } from '../../agents/adapter.js';
import { configuredRings } from '../../agents/configured.js';
import {
  applyEdit,
  type ConfigEdit,
  connectionOf,
  type PlanError,
  planConnect,
  planDisconnect,
} from '../../agents/connect.js';
import { guardHealth, type HealthSeams, healthOf, scopesOf } from '../../agents/health.js';
import { keepConnected, noteDisconnected, noteLooked, noteVerified } from '../../agents/notes.js';
import { hooksToTrust, planTrust, planUntrust } from '../../agents/trust.js';
import type { Result } from '../../core/shared/result.js';
import { type AgentHealth, type Canary, type Connection, isConnected } from '../../core/toolcall/health.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import type { ConfiguredRing } from '../../ports/configured-ring.js';
import type { AskForTrust, Clock, RecordStore, TrustFailure } from '../../ports/ports.js';

export interface ConnectionParts {
  readonly adapters: readonly Adapter[];
  readonly doorbell: Doorbell;
  readonly record: RecordStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly seams: HealthSeams;
  readonly trust: AskForTrust;
  /** Rings what is configured, as this agent would. */
  prove(rings: readonly ConfiguredRing[], adapter: Adapter): Promise<Canary>;
  /** `workspace` is empty when no folder is open. */
  places(): Places;
  /** Undefined when the doorbell is in place; else why it is not. */
  installProblem(): string | undefined;
}

export interface AgentStatus {
  readonly adapter: Adapter;
  readonly health: AgentHealth;
}

/** The agents of this machine and how each stands. What it writes has been shown first, by whoever calls it. */
export class Connections {
  constructor(readonly parts: ConnectionParts) {}

  scopes(adapter: Adapter): readonly ConfigScope[] {
    return scopesOf(this.parts.places(), adapter);
  }

  async status(adapter: Adapter): Promise<AgentStatus> {
    const { doorbell, places, seams } = this.parts;
    return { adapter, health: await healthOf(adapter, places(), doorbell, seams) };
  }

  all(): Promise<readonly AgentStatus[]> {
    return Promise.all(this.parts.adapters.map((adapter) => this.status(adapter)));
  }

  /** The same from files alone, without asking any program for its version. */
  glance(adapter: Adapter): AgentStatus {
    const { doorbell, places, seams } = this.parts;
    return { adapter, health: guardHealth(adapter, places(), doorbell, seams, { isFound: true }) };
  }

  /** The agents that are connected, or were put and should be. */
  connected(): readonly AgentId[] {
    return this.parts.adapters
      .filter((one) => this.glance(one).health.state !== 'absent')
      .map(({ id }) => id);
  }

  /** True when any agent is connected in any scope. */
  isAnyConnected(): boolean {
    const { adapters, doorbell, places, seams } = this.parts;
    return adapters.some((adapter) =>
      this.scopes(adapter).some((scope) => {
        const found = connectionOf(adapter, scope, places(), doorbell, seams.files);
        return found.ok && found.value === 'present';
      }),
    );
  }

  plan(what: 'connect' | 'disconnect', adapter: Adapter, scope: ConfigScope): Result<ConfigEdit, PlanError> {
    const { doorbell, places, seams } = this.parts;
    return what === 'connect'
      ? planConnect(adapter, scope, places(), doorbell, seams.files)
      : planDisconnect(adapter, scope, places(), seams.files);
  }

  apply(what: 'connect' | 'disconnect', adapter: Adapter, edit: ConfigEdit): Result<void, PlanError> {
    const { seams, record } = this.parts;
    // Noted before it is written: a watcher that looks at once finds what it expects.
    if (what === 'disconnect') noteDisconnected(seams.notes, adapter.id, edit.path);
    const untrust = what === 'disconnect' ? this.untrust(adapter, edit.path) : undefined;
    if (untrust !== undefined) applyEdit(untrust, seams.files);
    const written = applyEdit(edit, seams.files);
    if (!written.ok) return written;
    if (what === 'connect') keepConnected(seams.notes, adapter.id, edit.path, this.parts.clock.now());
    const type = what === 'connect' ? 'agent.connected' : 'agent.disconnected';
    void record.append({ type, agent: adapter.id, file: edit.path });
    return written;
  }

  /** What trust in our hook would change in the agent's settings; undefined for an agent that asks for none. */
  async planTrust(
    adapter: Adapter,
    scope: ConfigScope,
  ): Promise<Result<ConfigEdit, PlanError | TrustFailure> | undefined> {
    const { doorbell, places, seams, trust } = this.parts;
    const hooks = hooksToTrust(adapter, scope, places(), doorbell);
    return hooks && planTrust(hooks, trust, seams.files);
  }

  applyTrust(edit: ConfigEdit): Result<void, PlanError> {
    return applyEdit(edit, this.parts.seams.files);
  }

  /** By the agent's own word. */
  async isTrusted(adapter: Adapter, scope: ConfigScope): Promise<boolean> {
    const { doorbell, places, trust } = this.parts;
    const hooks = hooksToTrust(adapter, scope, places(), doorbell);
    if (hooks === undefined) return true;
    const answer = await trust.isTrusted(hooks);
    return answer.ok && answer.value;
  }

  /** The trust that goes with a hook file, while the file still says which it is. */
  private untrust(adapter: Adapter, file: string): ConfigEdit | undefined {
    const places = this.parts.places();
    const scope = this.scopes(adapter).find((one) => adapter.file(one, places) === file);
    return scope && planUntrust(adapter, scope, places, this.parts.seams.files);
  }

  /** The person has seen the alarm. */
  looked(adapter: Adapter): void {
    noteLooked(this.parts.seams.notes, adapter.id, this.parts.clock.now());
  }

  /** Rings as the agent would, and keeps how that ended: that, and not a file, is the state that is shown. */
  async verify(adapter: Adapter): Promise<Canary> {
    const { doorbell, places, seams } = this.parts;
    const rings = configuredRings(adapter, this.scopes(adapter), places(), doorbell, seams.files);
    const canary = await this.parts.prove(rings, adapter);
    noteVerified(this.parts.seams.notes, adapter.id, { at: this.parts.clock.now(), canary });
    return canary;
  }
}

/** Agents that are connected or on this machine first, each group in its own order. */
export function nearestFirst(all: readonly AgentStatus[]): readonly AgentStatus[] {
  const isNear = ({ health }: AgentStatus): boolean => health.isFound || health.connections.some(isConnected);
  return [...all.filter(isNear), ...all.filter((status) => !isNear(status))];
}

/** The connection over the scopes that needs looking at first. */
export function overall({ health }: AgentStatus): Connection {
  const found = health.connections.map((one) => one.connection);
  const order: readonly Connection[] = ['removed', 'unreadable', 'drifted', 'present'];
  return order.find((connection) => found.includes(connection)) ?? 'absent';
}
