/** A terminal with the guard in front of its PATH, stand-ins for the real programs behind it, and windows on demand. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request } from '../../src/core/approval/request.js';
import type { GuardMode } from '../../src/core/policy/guard-mode.js';
import { defaultSettings, type PolicySettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { type Gate, startGate } from '../../src/node/gate/gate-server.js';
import { guardBin, installGuard } from '../../src/node/install/guard-folder.js';
import { install } from '../../src/node/install/install.js';
import type { PortsOnDisk } from '../../src/node/ports-on-disk.js';
import { portsInThread } from './ports.js';
import { until } from './until.js';

export const rebuild = [
  'aws',
  'elasticbeanstalk',
  'rebuild-environment',
  '--environment-name',
  'cost-explorer-prod',
];

export interface Ended {
  /** The exit code, or the signal's name. */
  readonly end: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Window {
  readonly desk: Desk;
  readonly gate: Gate;
  readonly ports: PortsOnDisk;
}

/** Each stand-in notes its arguments, then does what its test wants: what STAND_IN says, as a line of shell. */
const standIn = (log: string): string => `#!/bin/sh
printf '%s\\0' "$0" "$@" '
' >>'${log}'
eval "\${STAND_IN-}"
`;

export class Terminal {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-term-')));
  readonly home: Home = homeAt(join(this.folder, '.countersign'));
  readonly work = join(this.folder, 'work');
  /** Where the real programs stand. */
  readonly programs = join(this.folder, 'programs');
  readonly log = join(this.folder, 'ran');
  settings: PolicySettings = defaultSettings;
  private readonly children: ChildProcess[] = [];
  private readonly windows: Window[] = [];

  constructor(
    options: { readonly mode?: GuardMode; readonly perl?: string; readonly names?: readonly string[] } = {},
  ) {
    mkdirSync(this.work);
    mkdirSync(this.programs);
    for (const name of options.names ?? ['aws', 'kubectl', 'psql', 'terraform'])
      this.put(name, standIn(this.log));
    const bundles = join(process.cwd(), 'dist');
    const runtime = { executable: process.execPath, isEditor: false };
    const doorbell = install({ home: this.home, bundles, runtime });
    const guard = installGuard({
      home: this.home,
      bundles,
      mode: options.mode ?? 'agents',
      path: this.programs,
      runtime,
      ...(options.perl === undefined ? {} : { perl: options.perl }),
    });
    if (!doorbell.ok || !guard.ok) throw new Error('the guard could not be installed');
  }

  /** Puts a program behind the guard. */
  put(name: string, text: string): void {
    writeFileSync(join(this.programs, name), text, { mode: 0o755 });
  }

  get bin(): string {
    return guardBin(this.home);
  }

  /** The environment of a terminal that an agent drives; `AGENT: undefined` makes it a person's own. */
  env(change: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    return {
      PATH: `${this.bin}:${this.programs}:/usr/bin:/bin`,
      HOME: this.folder,
      CLAUDECODE: '1',
      ...change,
    };
  }

  async open(folders: readonly string[] = [this.work]): Promise<Window> {
    const ports = portsInThread(this.home);
    const parts = { ...ports, judge: createJudge() };
    const desk = new Desk({ ...parts, settings: () => this.settings });
    await desk.restore();
    const gate = await startGate({ home: this.home, id: ports.id, folders, desk, random: ports.random });
    const window = { desk, gate, ports };
    this.windows.push(window);
    return window;
  }

  /** Starts a command as a shell of its own session would, so that nothing of the test's own session is seen in it. */
  start(
    [program = '', ...args]: readonly string[],
    change: {
      readonly env?: Readonly<Record<string, string | undefined>>;
      readonly cwd?: string;
      readonly input?: Buffer;
    } = {},
  ): ChildProcess {
    const env = this.env(change.env);
    const found = program.includes('/') ? program : this.found(program, env['PATH'] ?? '');
    const child = spawn(found, args, { cwd: change.cwd ?? this.work, env, detached: true });
    this.children.push(child);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(change.input);
    return child;
  }

  run(
    command: readonly string[],
    change: {
      readonly env?: Readonly<Record<string, string | undefined>>;
      readonly cwd?: string;
      readonly input?: Buffer;
    } = {},
  ): Promise<Ended> {
    return ended(this.start(command, change));
  }

  /** Runs a line in a shell, as an agent's tool does. */
  shell(
    line: string,
    env: Readonly<Record<string, string | undefined>> = {},
    shell = '/bin/sh',
  ): Promise<Ended> {
    return this.run([shell, '-c', line], { env });
  }

  /** What the stand-ins were started with, one list a run. */
  ran(): readonly (readonly string[])[] {
    if (!existsSync(this.log)) return [];
    return readFileSync(this.log, 'utf8')
      .split('\0\n\0')
      .filter((line) => line !== '')
      .map((line) => line.split('\0'));
  }

  async close(): Promise<void> {
    for (const child of this.children.splice(0)) kill(child);
    for (const window of this.windows.splice(0)) await this.shut(window);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async shut({ desk, gate }: Window): Promise<void> {
    await desk.dispose();
    await gate.dispose();
  }

  private found(program: string, path: string): string {
    const folder = path.split(':').find((one) => existsSync(join(one, program)));
    return join(folder ?? this.bin, program);
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...text, end: code ?? signal ?? '' }));
  });
}

export function pending(window: Window): Promise<Request> {
  return until('a pending request', () =>
    window.desk.requests().find((request) => request.state.kind === 'pending'),
  );
}

export async function approve(window: Window, request: Request): Promise<string> {
  const typed = request.ceremony.kind === 'typed' ? request.ceremony.name : '';
  const done = await window.desk.decide(request.id, { kind: 'approve', digest: request.digest, typed });
  return done.ok ? 'ok' : done.error;
}

/** The types of the record's entries, oldest first, without the first one. */
export function recorded(window: Window): readonly string[] {
  const newest = window.desk.newest(1_000);
  if (!newest.ok) throw new Error(newest.error.detail);
  return [...newest.value]
    .reverse()
    .map((entry) => entry.body.type)
    .filter((type) => type !== 'genesis');
}

export function has(program: string): boolean {
  return spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0;
}

function kill(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
