/** The house behind the front door: builds, wires, disposes. It decides nothing. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Doorbell } from './agents/adapter.js';
import { guardedCommand, plainCommand } from './agents/command.js';
import type { Decider } from './core/record/decider.js';
import type { CallerId } from './core/toolcall/toolcall.js';
import { Desk } from './desk/desk.js';
import type { CallPlace } from './desk/parts.js';
import { KillableJudge } from './engine/killable-judge.js';
import { worldsHere } from './engine/world.js';
import type { Guard } from './house/guard.js';
import { policyLog } from './house/policy.js';
import { Team } from './house/team.js';
import { doorbellMissingText, installFailureText } from './messages/agents/install.js';
import { homeFlawText } from './messages/window/home-flaws.js';
import { openedText, productName } from './messages/window/requests.js';
import { LateCopies } from './node/copies/late-copies.js';
import { type Home, homeFrom } from './node/files/home.js';
import { saveSettings } from './node/files/settings-file.js';
import { watchFiles } from './node/files/watch-files.js';
import { type Gate, startGate } from './node/gate/gate-server.js';
import { httpBellOf } from './node/gate/http-bell-file.js';
import { noteSession } from './node/gate/session-environments.js';
import { changedBytes } from './node/install/bell-bytes.js';
import { install, installedPaths, launcherPath, thisRuntime } from './node/install/install.js';
import { isUnprepared, prepareOffline } from './node/install/prepare-offline.js';
import { PersonHere } from './node/person-here.js';
import { SaidPlacesHere } from './node/places/said-places.js';
import { placesPath } from './node/places/said-places-file.js';
import { type PortsOnDisk, portsOnDisk } from './node/ports-on-disk.js';
import { tailOf } from './node/record/tail-of.js';
import { WindowRecord } from './node/record/window-record.js';
import type { Judge, WorldOf } from './ports/judge.js';
import type { LookOrder } from './ports/looks.js';
import type { Ring } from './protocol/ring.js';
import { GateFolders, workspaceFolders } from './vscode/gate-folders.js';
import { HomeWatch } from './vscode/home-watch.js';
import { late } from './vscode/late.js';
import { askSecret } from './vscode/peers/ask-secret.js';
import type { ScoreParts } from './vscode/policy/score-command.js';
import { ObservedRecord } from './vscode/record/observed-record.js';
import { Editor } from './vscode/requests/editor.js';
import { isDemo, looksByItself, readSettings } from './vscode/settings.js';
import type { TeamParts } from './vscode/team/team-parts.js';

/** The editor closes without the context, so that this one value has to stand outside. */
let close: (() => Promise<void>) | undefined;

/** Opens the gate and everything that a person sees of it in this window. */
export async function open(context: vscode.ExtensionContext): Promise<void> {
  const started = performance.now();
  const log = vscode.window.createOutputChannel(productName, { log: true });
  const home = homeFrom(process.env);
  const disk = portsOnDisk(
    home,
    (setting) => new WindowRecord(setting, join(context.extensionPath, 'dist', 'record-writer.js')),
  );
  const ports = { ...disk, record: new ObservedRecord(disk.record) };
  const worldOf = worldsHere();
  const judge = new KillableJudge({ entry: join(context.extensionPath, 'dist', 'engine-worker.js') });
  const team = new Team(home, workspaceFolders(), ports.clock, {
    script: join(context.extensionPath, 'dist', 'askpass.js'),
    answer: askSecret,
  });
  const person = new PersonHere(homedir(), () => team.facts()?.requester);
  const places = new SaidPlacesHere(home, ports.record);
  const peers = {
    places,
    team: (call: CallPlace) => team.factsFor(call),
    person: () => person.now(),
    countersigning: team.parts,
  };
  const copies = new LateCopies(async () => {
    const { CopiesOnDisk } = await import('./house/later.js');
    return new CopiesOnDisk(home.copies, ports.clock);
  });
  const looks = {
    look: async (order: LookOrder) => {
      const { lookAsOrdered } = await import('./house/later.js');
      const { clock } = ports;
      const isTrusted = (): boolean => vscode.workspace.isTrusted;
      return lookAsOrdered(order, { judge, clock, folders: workspaceFolders, isTrusted });
    },
    isAutomatic: looksByItself,
    asSeen: async () => (await import('./house/later.js')).ruledAsSeen,
  };
  const level = async (caller: CallerId) => (await import('./house/later.js')).levelOfCaller(caller);
  const desk = new Desk({ ...ports, ...peers, copies, looks, tailOf, judge, level, settings: readSettings });
  const editor = new Editor({ ...ports, desk, worldOf, log, extension: context.extensionUri });
  context.subscriptions.push(log, editor, judge, followPlaces(home, places, desk));
  const folders = new GateFolders();
  context.subscriptions.push(folders);
  context.subscriptions.push(team);
  await openGate(context, editor, desk, home, ports, folders);
  context.subscriptions.push(
    teamSide(context, editor, team, { ...ports, home, judge, places, by: () => person.now() }),
    rulesView(team, { ...ports, ...peers, editor, judge, level, worldOf, settings: readSettings }),
    brokenGlass(home, team, ports, editor),
    witnesses(home, team, ports),
    placesView(places, person, judge, {
      ...team.parts,
      workspace: team.workspace,
      clock: ports.clock,
    }),
    behind((later) => later.keepRecord({ ...ports, home })),
    overview(context, home, ports, editor),
  );
  const agents = await registerAgents(context, editor, home, ports, worldOf, folders);
  context.subscriptions.push(agents.registrations);
  setImmediate(() => {
    agents.guard.watchBell();
    agents.guard.open(installDoorbell(context, home));
  });
  const { environmentVariableCollection: variables, extensionPath } = context;
  context.subscriptions.push(
    behind((later) => {
      const terminals = later.terminalGuard(variables, join(extensionPath, 'dist'), home);
      setImmediate(() => terminals?.open());
      return terminals ?? { dispose: () => undefined };
    }),
  );
  setImmediate(() => judge.warm());
  setImmediate(() => keepSettings(context, home));
  log.info(openedText(Math.round(performance.now() - started)));
  if (isDemo()) void import('./house/later.js').then((later) => later.openDrillStep(context.extension.id));
}

/** What was said of places here, in another window or in a terminal is what the cards of this window are judged by. */
function followPlaces(home: Home, places: SaidPlacesHere, desk: Desk): vscode.Disposable {
  const stops = [
    places.onChange(() => void desk.judgeAgain()),
    watchFiles([placesPath(home)], () => void places.now()),
  ];
  setImmediate(() => void places.refresh());
  return vscode.Disposable.from(...stops.map((dispose) => ({ dispose })));
}

/** Has a part opened that no call waits for. */
function behind(open: (later: typeof import('./house/later.js')) => { dispose(): void }): vscode.Disposable {
  return late(import('./house/later.js').then(open));
}

/** The peers' side of the desk, the person's say over the team's policy, and the archive that the record goes to. */
function teamSide(
  context: vscode.ExtensionContext,
  editor: Editor,
  team: Team,
  parts: PortsOnDisk & {
    readonly home: Home;
    readonly judge: Judge;
    readonly places: SaidPlacesHere;
    by(): Decider | undefined;
  },
): vscode.Disposable {
  const { extension, extensionUri, extensionPath } = context;
  const setting = { ...parts, team, editor, extension: { id: extension.id, uri: extensionUri } };
  const { judge, places } = parts;
  return behind(({ openTeamSide, findHere, recordArchive }) => {
    const archive = recordArchive({ ...parts, trust: team.trust, programs: join(extensionPath, 'dist') });
    const accepted = archive.accepted;
    const side = openTeamSide({ ...setting, find: findHere(judge, places), accepted });
    return vscode.Disposable.from(archive, side);
  });
}

/** What a person has said of places. */
function placesView(
  places: SaidPlacesHere,
  person: PersonHere,
  judge: Judge,
  team: Omit<TeamParts, 'find'>,
): vscode.Disposable {
  const by = () => ({ decider: person.now() });
  return behind(({ registerPlaces, findHere }) =>
    registerPlaces({ places, by, team: { ...team, find: findHere(judge, places) } }),
  );
}

/** What a person sees of the rules. */
function rulesView(team: Team, setting: PortsOnDisk & ScoreParts): vscode.Disposable {
  const parts = {
    log: policyLog(team, setting.record),
    trust: team.trust,
    clock: setting.clock,
    team: () => team.facts()?.team,
  };
  return behind(({ registerPolicy, registerScore }) =>
    vscode.Disposable.from(registerPolicy(parts), registerScore(setting)),
  );
}

/** Whoever keeps checkpoints of the record hears of what was decided. */
function witnesses(
  home: Home,
  team: Team,
  ports: PortsOnDisk & { readonly record: ObservedRecord },
): vscode.Disposable {
  const setting = { ...ports, home, team: () => team.anchorRemote() };
  return behind(({ Witnessing }) => {
    const witnessing = new Witnessing(setting);
    const stop = ports.record.onWritten((body) => witnessing.written(body));
    return vscode.Disposable.from({ dispose: stop }, witnessing);
  });
}

/** What the agents did, counted, and looked through. */
function overview(
  context: vscode.ExtensionContext,
  home: Home,
  { clock, record }: PortsOnDisk,
  editor: Editor,
): vscode.Disposable {
  const program = join(context.extensionPath, 'dist', 'record-reader.js');
  return behind((later) =>
    vscode.Disposable.from(
      later.overviewOfRecord(home, clock, context.extensionUri, program),
      later.recordView(home, record, editor, program),
      later.recordChecks(home, clock, join(context.extensionPath, 'dist', 'cli.js')),
    ),
  );
}

/** Broken glasses that somebody has to look at. */
function brokenGlass(
  home: Home,
  { parts }: Team,
  { clock, record }: PortsOnDisk & { readonly record: ObservedRecord },
  editor: Editor,
): vscode.Disposable {
  const setting = { home, team: parts, record, clock, editor };
  return behind(({ openReviews }) => openReviews(setting));
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
    await desk.dispose();
    await gate?.dispose();
  };
  try {
    await desk.restore();
    const taker = {
      ring: (ring: Ring, gone: AbortSignal, held?: (request: string) => void) => {
        noteSession(home, ring);
        return desk.ring(ring, gone, held);
      },
    };
    gate = await startGate({ home, id, folders: folders.all(), desk: taker, random });
    const bell = import('./house/later.js').then(({ httpBell }) => httpBell(home));
    context.subscriptions.push(late(bell), homeWatch(home, gate));
    editor.setGateProblem(undefined);
  } catch (error) {
    editor.setGateProblem(error instanceof Error ? error.message : String(error));
  }
  context.subscriptions.push(folders.onDidChange((all) => gate?.setFolders(all)));
}

function homeWatch({ run, root }: Home, gate: Gate): HomeWatch {
  return new HomeWatch({
    paths: [run, root],
    watch: watchFiles,
    flaws: () => gate.flaws(),
    told: (flaw) => void vscode.window.showWarningMessage(homeFlawText(flaw)),
  });
}

/** Connecting agents, and the drill, which uses the same doorbell as they do. */
async function registerAgents(
  context: vscode.ExtensionContext,
  editor: Editor,
  home: Home,
  { record, clock }: PortsOnDisk & { readonly record: ObservedRecord },
  worldOf: WorldOf,
  folders: GateFolders,
): Promise<{ readonly registrations: vscode.Disposable; readonly guard: Guard }> {
  const doorbell: Doorbell = {
    launcher: launcherPath(home),
    home: homedir(),
    platform: process.platform === 'win32' ? 'win32' : 'posix',
    get http() {
      return httpBellOf(home);
    },
  };
  const { Guard, registerDrill } = await import('./house/later.js');
  const guard = new Guard({
    home,
    doorbell,
    record,
    clock,
    worldOf,
    editor,
    folders,
    installProblem: () => installProblem(context, home),
    bell: {
      paths: () => installedPaths(home, join(context.extensionPath, 'dist')),
      changed: () => changedBytes(home),
    },
  });
  const registrations = vscode.Disposable.from(
    guard,
    registerDrill({
      extensionPath: context.extensionPath,
      home: home.root,
      hook: guardedCommand(doorbell, { agent: 'claude-code', event: 'PreToolUse' }),
      report: plainCommand(doorbell, { agent: 'claude-code', event: 'PostToolUse' }),
      revealPending: () => editor.pending.show(),
      claimFolder: (folder) => folders.claim(folder),
    }),
  );
  return { registrations, guard };
}

/**
 * The doorbell stands outside the extension's own folder, which an update replaces; here it is made current. True when
 * it was not.
 */
function installDoorbell(context: vscode.ExtensionContext, home: Home): boolean {
  const installed = bundled(context, home);
  if (installed.ok) {
    const isNew = installed.value.length > 0;
    if (isNew || isUnprepared(home)) void prepareOffline(home, thisRuntime());
    return isNew;
  }
  void vscode.window.showErrorMessage(doorbellMissingText(installFailureText(installed.error)));
  return false;
}

function installProblem(context: vscode.ExtensionContext, home: Home): string | undefined {
  const installed = bundled(context, home);
  return installed.ok ? undefined : installFailureText(installed.error);
}

function bundled(context: vscode.ExtensionContext, home: Home): ReturnType<typeof install> {
  const { version }: { readonly version?: unknown } = context.extension.packageJSON;
  const known = typeof version === 'string' ? { version } : {};
  return install({ home, bundles: join(context.extensionPath, 'dist'), ...known });
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
