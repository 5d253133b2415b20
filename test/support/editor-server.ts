/** VS Code's own server on loopback, with folders of its own for everything that it keeps. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerHost } from './components.js';
import { until } from './until.js';

export interface EditorServer {
  readonly url: string;
  /** Host and port: the authority under which the workbench names remote files. */
  readonly authority: string;
  readonly log: () => string;
  /** Changes the person's settings while the editor runs. */
  setUserSettings(settings: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

export interface EditorServerSetting {
  readonly host: ServerHost;
  /** The home that the editor, its extensions and its terminals see. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Packed extensions to install before the start. */
  readonly install?: readonly string[];
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Settings that count only for the machine. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly flags?: readonly string[];
}

/** Quiet from the start: no greeting, no errands outside. */
const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'terminal.integrated.defaultProfile.linux': 'bash',
  // Without a canvas a terminal's text is in the page, where a test can read it.
  'terminal.integrated.gpuAcceleration': 'off',
  'chat.disableAIFeatures': true,
};

export async function startEditorServer(setting: EditorServerSetting): Promise<EditorServer> {
  const data = mkdtempSync(join(tmpdir(), 'countersign-editor-'));
  const port = await freePort();
  const [program = '', ...flags] = setting.host.command;
  const places = [
    ...['--server-data-dir', join(data, 'server'), '--user-data-dir', join(data, 'user')],
    ...['--extensions-dir', join(data, 'extensions')],
  ];
  const env = environmentOf(setting);
  writeSettings(join(data, 'user', 'User'), { ...calmSettings, ...setting.userSettings });
  writeSettings(join(data, 'user', 'Machine'), setting.machineSettings ?? {});
  for (const file of setting.install ?? []) {
    execFileSync(program, [...flags, ...places, '--install-extension', file], { env, stdio: 'pipe' });
  }
  const child = spawn(
    program,
    [...flags, ...places, '--port', String(port), '--without-connection-token', ...(setting.flags ?? [])],
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  const keep = (chunk: Buffer): void => {
    log += String(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const authority = `127.0.0.1:${port}`;
  // A test process that ends before its last hook leaves no server behind.
  const end = (): void => signal(child, 'SIGKILL');
  process.once('exit', end);
  await answering(`http://${authority}/version`, child, () => log);
  return {
    url: `http://${authority}`,
    authority,
    log: () => log,
    setUserSettings: (settings) =>
      writeSettings(join(data, 'user', 'User'), { ...calmSettings, ...setting.userSettings, ...settings }),
    stop: async () => {
      await stop(child);
      process.off('exit', end);
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function environmentOf(setting: EditorServerSetting): NodeJS.ProcessEnv {
  return {
    HOME: setting.home,
    PATH: process.env['PATH'] ?? '',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    ...setting.env,
  };
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answering(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    if (child.exitCode !== null)
      throw new Error(`the editor's server ended with ${child.exitCode}:\n${log()}`);
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    return up ? true : undefined;
  };
  await until("the editor's server", look, 30_000, 200).catch((error) => {
    throw new Error(`${String(error)}\n${log()}`);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  const hasEnded = (): true | undefined => child.exitCode !== null || child.signalCode !== null || undefined;
  const isRunning = hasEnded() === undefined;
  signal(child, 'SIGTERM');
  await until('its end', hasEnded, 4_000).catch(() => signal(child, 'SIGKILL'));
  if (isRunning) await closed;
  // Terminals and extension hosts are of the same group; none may outlive the server.
  signal(child, 'SIGKILL');
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? 0), name);
  } catch {
    // The group has ended by itself.
  }
}
