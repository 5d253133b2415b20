/** The house behind the front door: builds, wires, disposes. It decides nothing. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Doorbell, Places } from './agents/adapter.js';
import { guardedCommand } from './agents/command.js';
import type { HealthSeams } from './agents/health.js';
import { adapters } from './agents/registry.js';
import { lastSeenIn } from './core/record/last-seen.js';
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
import { createWorlds } from './node/world.js';
import type { Clock, RecordStore, Worlds } from './ports/ports.js';
import { AgentsTree } from './vscode/agents-tree.js';
import { noteConnected, registerConnect } from './vscode/connect-agent.js';
import { Connections } from './vscode/connections.js';
import { openDrillStep, registerDrill } from './vscode/drill.js';
import { Editor } from './vscode/editor.js';
import { GateFolders, workspaceFolders } from './vscode/gate-folders.js';
import { ObservedRecord } from './vscode/observed-record.js';
import { registerScore } from './vscode/score-command.js';
import { isDemo, readSettings } from './vscode/settings.js';
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
  context.subscriptions.push(folders, registerAgents(context, editor, home, ports, worlds, folders));
  await openGate(context, editor, desk, home, ports, folders);
  setImmediate(() => installDoorbell(context, home));
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
): vscode.Disposable {
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
  const written = (): void => {
    tree.refresh();
    noteConnected(connections);
  };
  setImmediate(() => noteConnected(connections));
  return vscode.Disposable.from(
    tree,
    registerConnect({ connections, documents: editor.documents, written }),
    vscode.commands.registerCommand('countersign.refreshAgents', () => tree.refresh()),
    registerDrill({
      extensionPath: context.extensionPath,
      home: home.root,
      hook: guardedCommand(doorbell, 'claude-code'),
      revealPending: () => editor.pending.show(),
      claimFolder: (folder) => folders.claim(folder),
    }),
  );
}

/** How far back an agent's last ring is looked for. */
const newestEntries = 1_000;
const rereadMilliseconds = 2_000;

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

/** Asked for every agent in turn: the record is read once for all of them. */
function lastSeenFrom(record: RecordStore, clock: Pick<Clock, 'now'>): HealthSeams['lastSeen'] {
  let [readAt, seen] = [Number.NEGATIVE_INFINITY, lastSeenIn([])];
  return (agent) => {
    if (clock.now() - readAt > rereadMilliseconds) {
      const newest = record.newest(newestEntries);
      [readAt, seen] = [clock.now(), lastSeenIn(newest.ok ? newest.value : [])];
    }
    return seen.get(agent);
  };
}

/** The doorbell stands outside the extension's own folder, which an update replaces; here it is made current. */
function installDoorbell(context: vscode.ExtensionContext, home: Home): void {
  const problem = installProblem(context, home);
  if (problem !== undefined) void vscode.window.showErrorMessage(doorbellMissingWords(problem));
}

function installProblem(context: vscode.ExtensionContext, home: Home): string | undefined {
  const installed = install({ home, bundles: join(context.extensionPath, 'dist') });
  return installed.ok ? undefined : installFailureWords(installed.error);
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
