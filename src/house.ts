/** The house behind the front door: builds, wires, disposes. It decides nothing. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Doorbell, Places } from './agents/adapter.js';
import { guardedCommand } from './agents/command.js';
import type { HealthSeams } from './agents/health.js';
import { lastSeenFrom } from './agents/last-seen.js';
import { adapters } from './agents/registry.js';
import { foreignHooksIn } from './core/risk/foreign-hooks.js';
import { Desk } from './desk/desk.js';
import { proveDoorbell } from './node/canary.js';
import { configFilesOn } from './node/config-files.js';
import { type Gate, startGate } from './node/gate-server.js';
import { guardNotesIn } from './node/guard-notes.js';
import { type Home, homeFrom } from './node/home.js';
import { install, launcherPath } from './node/install.js';
import { lazyEngine } from './node/lazy-engine.js';
import { type PortsOnDisk, portsOnDisk } from './node/ports-on-disk.js';
import { saveSettings } from './node/settings-file.js';
import { rememberedVersions } from './node/version-of.js';
import { watchFiles } from './node/watch-files.js';
import { createWorlds } from './node/world.js';
import type { Clock, RecordStore, Worlds } from './ports/ports.js';
import { AgentsTree } from './vscode/agents-tree.js';
import { noteConnected, registerConnect } from './vscode/connect-agent.js';
import { Connections } from './vscode/connections.js';
import { openDrillStep, registerDrill } from './vscode/drill.js';
import { Editor } from './vscode/editor.js';
import { GateFolders, workspaceFolders } from './vscode/gate-folders.js';
import { registerRepair, tellDrift } from './vscode/guard-repair.js';
import { GuardWatch } from './vscode/guard-watch.js';
import { ObservedRecord } from './vscode/observed-record.js';
import { registerScore } from './vscode/score-command.js';
import { isDemo, readSettings } from './vscode/settings.js';
import { alarmWords } from './words/health.js';
import { doorbellMissingWords, installFailureWords } from './words/install.js';

/** The editor closes without the context, so that this one value has to stand outside. */
let close: (() => Promise<void>) | undefined;

/** Opens the gate and everything that a person sees of it in this window. */
export async function open(context: vscode.ExtensionContext): Promise<void> {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Countersign', { log: true });
  const home = homeFrom(process.env);
  const disk = portsOnDisk(home);
  const ports = { ...disk, record: new ObservedRecord(disk.record) };
  const worlds = createWorlds();
  const { judge, preview } = lazyEngine();
  const desk = new Desk({ ...ports, worlds, judge, preview, settings: readSettings });
  const editor = new Editor({ ...ports, desk, worlds, log, extension: context.extensionUri });
  context.subscriptions.push(log, editor);
  context.subscriptions.push(registerScore({ judge, worlds, documents: editor.documents }));
  const folders = new GateFolders();
  const agents = registerAgents(context, editor, home, ports, worlds, folders);
  context.subscriptions.push(folders, agents.registrations);
  await openGate(context, editor, desk, home, ports, folders);
  setImmediate(() => watchSoon(context, agents.watch, installDoorbell(context, home)));
  setImmediate(() => keepSettings(context, home));
  log.info(`opened in ${Math.round(performance.now() - started)} ms`);
  if (isDemo()) void openDrillStep(context.extension.id);
}

/** Whoever waits is answered, with a no, before the window goes. */
export async function shut(): Promise<void> {
  await close?.();
}

/** Brings back the requests that were open, then lets doorbells in. A gate that cannot open is shown, never hidden. */
async function openGate(
  context: vscode.ExtensionContext,
  editor: Editor,
  desk: Desk,
  home: Home,
  { id, random }: PortsOnDisk,
  folders: GateFolders,
): Promise<void> {
  let gate: Gate | undefined;
  close = async () => {
    desk.dispose();
    await gate?.dispose();
  };
  try {
    desk.restore();
    gate = await startGate({ home, id, folders: folders.all(), desk, random });
    editor.setGateProblem(undefined);
  } catch (error) {
    editor.setGateProblem(error instanceof Error ? error.message : String(error));
  }
  context.subscriptions.push(folders.onDidChange((all) => gate?.setFolders(all)));
}

/** Connecting agents, and the drill, which uses the same doorbell as they do. */
function registerAgents(
  context: vscode.ExtensionContext,
  editor: Editor,
  home: Home,
  { record, clock }: PortsOnDisk,
  worlds: Worlds,
  folders: GateFolders,
): { readonly registrations: vscode.Disposable; readonly watch: GuardWatch } {
  const doorbell: Doorbell = {
    launcher: launcherPath(home),
    platform: process.platform === 'win32' ? 'win32' : 'posix',
  };
  const places = (): Places => ({ home: homedir(), workspace: workspaceFolders()[0] ?? '' });
  const connections = new Connections({
    adapters,
    doorbell,
    record,
    clock,
    seams: healthSeams(home, record, clock, worlds),
    prove: (adapter) => proveDoorbell(doorbell.launcher, adapter.id, adapter.harmless(home.root), home.root),
    places,
    installProblem: () => installProblem(context, home),
  });
  const tree = new AgentsTree(connections);
  const parts = { connections, documents: editor.documents, written: () => written() };
  const watch = new GuardWatch({
    connections,
    watch: watchFiles,
    looked: (connected) => {
      editor.setGuardAlarm(alarmWords(connected));
      tree.refresh();
      noteConnected(connections);
    },
    drifted: (status, drift) => void tellDrift(parts, status, drift),
  });
  const written = (): void => watch.look();
  setImmediate(() => noteConnected(connections));
  const registrations = vscode.Disposable.from(
    folders.onDidChange(written),
    tree,
    watch,
    registerConnect(parts),
    registerRepair(parts),
    vscode.commands.registerCommand('countersign.refreshAgents', () => tree.refresh()),
    registerDrill({
      extensionPath: context.extensionPath,
      home: home.root,
      hook: guardedCommand(doorbell, 'claude-code'),
      revealPending: () => editor.pending.show(),
      claimFolder: (folder) => folders.claim(folder),
    }),
  );
  return { registrations, watch };
}

/** Looking at agents from this window. */
function healthSeams(home: Home, record: RecordStore, clock: Clock, worlds: Worlds): HealthSeams {
  return {
    files: configFilesOn(home),
    notes: guardNotesIn(home),
    versionOf: rememberedVersions(home, process.env['PATH']),
    exists: existsSync,
    foreign: (agent, workspace) => foreignHooksIn(agent, workspace, worlds.for(workspace, {}).files),
    lastSeen: lastSeenFrom(record, clock),
  };
}

/** The editor's start does not wait for looking at files, nor for canary calls. */
const watchAfterMilliseconds = 1_500;

function watchSoon(context: vscode.ExtensionContext, watch: GuardWatch, isDoorbellNew: boolean): void {
  const timer = setTimeout(() => {
    watch.look();
    void watch.verify(isDoorbellNew);
  }, watchAfterMilliseconds);
  context.subscriptions.push({ dispose: () => clearTimeout(timer) });
}

/**
 * The doorbell stands outside the extension's own folder, which an update replaces; here it is made current. True when
 * it was not.
 */
function installDoorbell(context: vscode.ExtensionContext, home: Home): boolean {
  const installed = bundled(context, home);
  if (installed.ok) return installed.value.length > 0;
  void vscode.window.showErrorMessage(doorbellMissingWords(installFailureWords(installed.error)));
  return false;
}

function installProblem(context: vscode.ExtensionContext, home: Home): string | undefined {
  const installed = bundled(context, home);
  return installed.ok ? undefined : installFailureWords(installed.error);
}

function bundled(context: vscode.ExtensionContext, home: Home): ReturnType<typeof install> {
  return install({ home, bundles: join(context.extensionPath, 'dist') });
}

/** Leaves the person's settings where the doorbell finds them when no window is open. */
function keepSettings(context: vscode.ExtensionContext, home: Home): void {
  const keep = (): void => saveSettings(home, readSettings());
  keep();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('countersign')) keep();
    }),
  );
}
