import type { Rings } from '../core/record/rings.js';
import {
  type AgentHealth,
  type ConnectionHealth,
  guardState,
  type HealthProblem,
  isConnected,
  type Verified,
} from '../core/toolcall/health.js';
import { type LockHealth, levelOf } from '../core/toolcall/level.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import type { ConfigFiles, GuardNotes, VersionOf } from '../ports/ports.js';
import {
  type Adapter,
  type ConfigScope,
  type Doorbell,
  launcherName,
  type Places,
  scopes,
} from './adapter.js';
import { connectionOf } from './connect.js';
import { switchedOffLine } from './switches.js';
import { compareVersions } from './versions.js';

/** What looking at an agent needs answered. */
export interface HealthSeams {
  readonly files: ConfigFiles;
  readonly notes: GuardNotes;
  readonly versionOf: VersionOf;
  exists(path: string): boolean;
  /** Hooks of others in the workspace, which run before a call too. */
  foreign(agent: AgentId, workspace: string): readonly { readonly file: string; readonly line: number }[];
  /** How what an administrator wrote for the agent stands. */
  lock(agent: AgentId): LockHealth;
  /** What the record tells of the agent. */
  rings(agent: AgentId): Rings;
}

/** How one agent is held now. Reads files and asks the agent's program for its version; writes nothing. */
export async function healthOf(
  adapter: Adapter,
  places: Places,
  doorbell: Doorbell,
  seams: HealthSeams,
): Promise<AgentHealth> {
  const version = adapter.program === undefined ? undefined : await seams.versionOf(adapter.program);
  return guardHealth(adapter, places, doorbell, seams, {
    isFound: version !== undefined || hasTraces(adapter, places, seams),
    ...(version === undefined ? {} : { version }),
  });
}

/** The agent has left files, or is the editor's own. What connecting writes may be among them. */
export function hasTraces(
  { program, traces }: Adapter,
  { home }: Places,
  { exists }: Pick<HealthSeams, 'exists'>,
): boolean {
  if (program === undefined && traces.length === 0) return true;
  return traces.some((trace) => exists(`${home}/${trace}`));
}

/** The same without asking for the version: files alone, fast enough for every change of one. */
export function guardHealth(
  adapter: Adapter,
  places: Places,
  doorbell: Doorbell,
  seams: HealthSeams,
  found: { readonly isFound: boolean; readonly version?: string },
): AgentHealth {
  const note = seams.notes.of(adapter.id);
  const looked = scopesOf(places, adapter).map((scope) =>
    lookAt(adapter, scope, places, doorbell, seams.files, note.files),
  );
  const connections = looked.map((one) => one.health);
  const { lastSeen, slipped, ranAnyway } = seams.rings(adapter.id);
  const problems = [
    ...looked.flatMap((one) => one.problems),
    ...untrusted(adapter, places, connections, seams.files),
    ...switchedOff(adapter, places, seams.files),
    ...canaryProblems(note.verified),
    ...since('ran-anyway', ranAnyway, note.looked),
    ...since('slipped', slipped, note.looked),
    ...tooOld(adapter, found.version),
    ...rewritable(adapter, places, seams),
  ];
  const lock = seams.lock(adapter.id);
  return {
    agent: adapter.id,
    ...found,
    state: guardState(connections, note.verified, problems),
    level: levelOf(lock, connections.some(isConnected)),
    lock,
    connections,
    ...(note.verified === undefined ? {} : { verified: note.verified }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    problems,
  };
}

/** Where an agent's hooks may stand. Without a folder there is no workspace to look at. */
export function scopesOf(places: Places, adapter: Adapter): readonly ConfigScope[] {
  const read = adapter.scopes ?? scopes;
  return places.workspace === '' ? read.filter((scope) => scope === 'user') : read;
}

interface Looked {
  readonly health: ConnectionHealth;
  readonly problems: readonly HealthProblem[];
}

function lookAt(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
  noted: readonly string[],
): Looked {
  const file = adapter.file(scope, places);
  const isNoted = noted.includes(file);
  const read = connectionOf(adapter, scope, places, doorbell, files);
  const found = (connection: ConnectionHealth['connection'], ...problems: HealthProblem[]): Looked => ({
    health: { scope, file, connection },
    problems,
  });
  if (!read.ok) {
    const line = 'line' in read.error ? { line: read.error.line } : {};
    // A file that was never ours may be as broken as it likes.
    return found('unreadable', ...(isNoted ? [{ kind: 'unreadable', file, ...line } as const] : []));
  }
  if (read.value === 'absent') {
    return isNoted ? found('removed', { kind: 'removed', file }) : found('absent');
  }
  if (read.value === 'drifted') return found('drifted', { kind: 'drifted', file });
  const flaw = flawOf(adapter, file, files);
  return found('present', ...(flaw === undefined ? [] : [{ kind: 'dropped', file, line: flaw } as const]));
}

function flawOf(adapter: Adapter, file: string, files: ConfigFiles): number | undefined {
  const text = files.read(file);
  if (!('entries' in adapter) || !text.ok || text.value === null) return undefined;
  return adapter.flaw?.(text.value);
}

function untrusted(
  adapter: Adapter,
  places: Places,
  connections: readonly ConnectionHealth[],
  files: ConfigFiles,
): readonly HealthProblem[] {
  const { trust } = adapter;
  if (trust === undefined) return [];
  const settings = textOf(trust.file(places), files);
  return connections
    .filter(isConnected)
    .map(({ file }) => file)
    .filter((file) => {
      const hooks = textOf(file, files);
      return hooks.includes(launcherName) && !trust.holds(file, hooks, settings);
    })
    .map((file) => ({ kind: 'untrusted', file }));
}

function switchedOff(adapter: Adapter, places: Places, files: ConfigFiles): readonly HealthProblem[] {
  return [...new Set(adapter.switches(places))].flatMap((file) => {
    const line = switchedOffLine(file, textOf(file, files));
    return line === undefined ? [] : [{ kind: 'switched-off', file, line } as const];
  });
}

function canaryProblems(verified: Verified | undefined): readonly HealthProblem[] {
  const canary = verified?.canary;
  return canary === undefined || canary.kind === 'passed' ? [] : [{ kind: 'canary', canary }];
}

/** Only a person's own word ends such an alarm: a canary call that anybody can start does not. */
function since(
  kind: 'slipped' | 'ran-anyway',
  times: readonly number[],
  looked = 0,
): readonly HealthProblem[] {
  const unseen = times.filter((at) => at > looked);
  const [last] = unseen;
  return last === undefined ? [] : [{ kind, count: unseen.length, last }];
}

function tooOld(adapter: Adapter, version: string | undefined): readonly HealthProblem[] {
  const least = adapter.leastVersion;
  if (version === undefined || least === undefined || compareVersions(version, least) >= 0) return [];
  return [{ kind: 'too-old', version, least }];
}

function rewritable(adapter: Adapter, places: Places, seams: HealthSeams): readonly HealthProblem[] {
  if (places.workspace === '') return [];
  return seams
    .foreign(adapter.id, places.workspace)
    .map(({ file, line }) => ({ kind: 'rewritable', file, line }));
}

function textOf(path: string, files: ConfigFiles): string {
  const text = files.read(path);
  return text.ok && text.value !== null ? text.value : '';
}
