import { existsSync, lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Doorbell } from '../agents/adapter.js';
import { lockHealth } from '../agents/lock-health.js';
import { adapters } from '../agents/registry.js';
import { ringsFrom } from '../agents/rings.js';
import { foreignHooksIn } from '../core/risk/foreign-hooks.js';
import { alarmText, bellChangedNotice } from '../messages/agents/health.js';
import { codexTrust } from '../node/agents/codex-trust.js';
import { configFilesOn } from '../node/agents/config-files.js';
import { guardNotesIn } from '../node/agents/guard-notes.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import { rememberedVersions } from '../node/agents/version-of.js';
import type { Home } from '../node/files/home.js';
import { watchFiles } from '../node/files/watch-files.js';
import { proveConfigured } from '../node/install/canary.js';
import { commandLauncherPath, gatewayLauncherPath } from '../node/install/install.js';
import type { WorldOf } from '../ports/judge.js';
import type { Clock } from '../ports/ports.js';
import { nothingTo } from '../protocol/answer.js';
import { AgentsTree } from '../vscode/agents/agents-tree.js';
import { registerConnect, tellAgentConnected } from '../vscode/agents/connect-agent.js';
import { Connections } from '../vscode/agents/connections.js';
import { DoorbellWatch } from '../vscode/agents/doorbell-watch.js';
import { type GuardMcpParts, registerGuardMcp } from '../vscode/agents/guard-mcp.js';
import { registerRepair, tellDrift } from '../vscode/agents/guard-repair.js';
import { GuardWatch } from '../vscode/agents/guard-watch.js';
import { type InstallCommandParts, registerInstallCommand } from '../vscode/agents/install-command.js';
import { SlippedNotice, tellBesideRecord } from '../vscode/agents/slipped-notice.js';
import { type GateFolders, workspaceFolders } from '../vscode/gate-folders.js';
import type { ObservedRecord } from '../vscode/record/observed-record.js';
import type { Editor } from '../vscode/requests/editor.js';

export interface GuardParts {
  readonly home: Home;
  readonly doorbell: Doorbell;
  readonly record: ObservedRecord;
  readonly clock: Clock;
  readonly worldOf: WorldOf;
  readonly editor: Editor;
  readonly folders: GateFolders;
  /** Undefined when the doorbell is in place; else why it is not. */
  installProblem(): string | undefined;
  /** Paths of the doorbell's files, and of those whose bytes no install has left there. */
  readonly bell: { paths(): readonly string[]; changed(): readonly string[] };
}

/** The editor's start does not wait for looking at files, nor for canary calls. */
const watchAfterMilliseconds = 1_500;

/** Everything about connected agents in this window: their view, connecting, watching, repairing. */
export class Guard {
  private readonly connections: Connections;
  private readonly watch: GuardWatch;
  private readonly registrations: readonly { dispose(): unknown }[];
  private readonly bell: DoorbellWatch;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: GuardParts) {
    const { editor, record, folders } = parts;
    const connections = connectionsOf(parts);
    const tree = new AgentsTree(connections);
    const connecting = { connections, written: () => this.watch.look() };
    this.connections = connections;
    this.watch = new GuardWatch({
      connections,
      watch: watchFiles,
      looked: (connected) => {
        editor.setGuardAlarm(alarmText(connected));
        tree.refresh();
        tellAgentConnected(connections);
      },
      drifted: (status, drift) => void tellDrift(connecting, status, drift),
    });
    this.bell = new DoorbellWatch({
      paths: parts.bell.paths(),
      watch: watchFiles,
      record,
      changed: () => parts.bell.changed(),
      restore: () => parts.installProblem() === undefined,
      agents: () => connections.connected(),
      told: (files, isRestored) => tellBesideRecord(bellChangedNotice(files, isRestored)),
    });
    const slipped = new SlippedNotice(() => this.watch.look());
    this.registrations = [
      tree,
      this.watch,
      this.bell,
      folders.onDidChange(() => this.watch.look()),
      { dispose: record.onWritten((body) => slipped.written(body)) },
      registerConnect(connecting),
      registerRepair(connecting),
      registerGuardMcp(mcpParts(parts, connections)),
      registerInstallCommand(commandParts(parts, connections)),
    ];
  }

  /** Before anything is installed anew: what was changed meanwhile is seen. */
  watchBell(): void {
    this.bell.open();
  }

  /** The gate is open: from soon on, the files of connected agents are watched. */
  open(isDoorbellNew: boolean): void {
    tellAgentConnected(this.connections);
    this.timer = setTimeout(() => {
      this.watch.look();
      void this.watch.verify(isDoorbellNew);
    }, watchAfterMilliseconds);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of this.registrations) one.dispose();
  }
}

/** The same files and the same record as for agents' hooks. */
function mcpParts({ home, record, installProblem }: GuardParts, { parts }: Connections): GuardMcpParts {
  return {
    files: parts.seams.files,
    record,
    launcher: gatewayLauncherPath(home),
    places: parts.places,
    installProblem,
  };
}

/** The editor's PATH is what its terminals begin with. */
function commandParts(
  { home, doorbell, installProblem }: GuardParts,
  { parts }: Connections,
): InstallCommandParts {
  const kindOf = (path: string) => statSync(path, { throwIfNoEntry: false });
  const isFolder = (path: string): boolean => kindOf(path)?.isDirectory() === true;
  return {
    files: parts.seams.files,
    ground: () => ({
      platform: doorbell.platform,
      home: homedir(),
      path: process.env['PATH'] ?? '',
      launcher: commandLauncherPath(home),
      isFolder,
      isTaken: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
    }),
    isFile: (path) => kindOf(path)?.isFile() === true,
    installProblem,
  };
}

function connectionsOf({ home, doorbell, record, clock, worldOf, installProblem }: GuardParts): Connections {
  return new Connections({
    adapters,
    doorbell,
    record,
    clock,
    seams: {
      files: configFilesOn(home),
      notes: guardNotesIn(home),
      versionOf: rememberedVersions(home, process.env['PATH']),
      exists: existsSync,
      foreign: (agent, workspace) =>
        foreignHooksIn(agent, workspace, worldOf({ cwd: workspace, env: {} }).files),
      lock: (agent) => lockHealth(agent, lockDisk),
      rings: ringsFrom(record, clock),
    },
    trust: codexTrust(),
    prove: (rings, adapter) =>
      proveConfigured(rings, adapter.harmless(home.root), home.root, nothingTo(adapter.id)),
    places: () => ({ home: homedir(), workspace: workspaceFolders()[0] ?? '' }),
    installProblem,
  });
}
