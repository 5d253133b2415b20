import type { Adapter, Doorbell, Places, Scope } from '../agents/adapter.js';
import {
  applyEdit,
  type ConfigEdit,
  connectionOf,
  type PlanError,
  planConnect,
  planDisconnect,
} from '../agents/connect.js';
import { detect } from '../agents/detect.js';
import type { Result } from '../core/shared/result.js';
import type { ConfigFiles, RecordStore, VersionOf } from '../ports/ports.js';
import type { AgentFacts, Connection } from '../words/agent-status.js';

export interface ConnectionParts {
  readonly adapters: readonly Adapter[];
  readonly doorbell: Doorbell;
  readonly files: ConfigFiles;
  readonly record: RecordStore;
  readonly versionOf: VersionOf;
  exists(path: string): boolean;
  /** `workspace` is empty when no folder is open. */
  places(): Places;
  /** Undefined when the doorbell is in place; else why it is not. */
  installProblem(): string | undefined;
}

export interface AgentStatus {
  readonly adapter: Adapter;
  /** By scope; the workspace's is absent where no folder is open. */
  readonly scopes: readonly {
    readonly scope: Scope;
    readonly connection: Connection;
    readonly file: string;
  }[];
  readonly facts: AgentFacts;
}

/** The agents of this machine and how each stands. What it writes has been shown first, by whoever calls it. */
export class Connections {
  constructor(readonly parts: ConnectionParts) {}

  scopes(): readonly Scope[] {
    return this.parts.places().workspace === '' ? ['user'] : ['user', 'workspace'];
  }

  async status(adapter: Adapter): Promise<AgentStatus> {
    const places = this.parts.places();
    const found = await detect(adapter, places, this.parts);
    const facts =
      adapter.leastVersion === undefined ? found : { ...found, leastVersion: adapter.leastVersion };
    const scopes = this.scopes().map((scope) => ({
      scope,
      connection: this.connection(adapter, scope),
      file: adapter.file(scope, places),
    }));
    return { adapter, scopes, facts };
  }

  /** True when any agent is connected in any scope. */
  isAnyConnected(): boolean {
    return this.parts.adapters.some((adapter) =>
      this.scopes().some((scope) => this.connection(adapter, scope) === 'present'),
    );
  }

  plan(what: 'connect' | 'disconnect', adapter: Adapter, scope: Scope): Result<ConfigEdit, PlanError> {
    const { doorbell, files } = this.parts;
    const places = this.parts.places();
    return what === 'connect'
      ? planConnect(adapter, scope, places, doorbell, files)
      : planDisconnect(adapter, scope, places, files);
  }

  apply(what: 'connect' | 'disconnect', adapter: Adapter, edit: ConfigEdit): Result<void, PlanError> {
    const written = applyEdit(edit, this.parts.files);
    if (!written.ok) return written;
    const type = what === 'connect' ? 'agent.connected' : 'agent.disconnected';
    this.parts.record.append({ type, agent: adapter.id, file: edit.path });
    return written;
  }

  private connection(adapter: Adapter, scope: Scope): Connection {
    const { doorbell, files } = this.parts;
    const read = connectionOf(adapter, scope, this.parts.places(), doorbell, files);
    return read.ok ? read.value : 'unreadable';
  }
}

/** Agents that are connected or on this machine first, each group in its own order. */
export function nearestFirst(all: readonly AgentStatus[]): readonly AgentStatus[] {
  const isNear = (status: AgentStatus): boolean => status.facts.isFound || overall(status) !== 'absent';
  return [...all.filter(isNear), ...all.filter((status) => !isNear(status))];
}

/** The strongest connection over the scopes. */
export function overall(status: AgentStatus): Connection {
  const found = status.scopes.map((one) => one.connection);
  const order: readonly Connection[] = ['drifted', 'present', 'unreadable', 'absent'];
  return order.find((connection) => found.includes(connection)) ?? 'absent';
}
