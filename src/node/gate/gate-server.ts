import { chmodSync, existsSync, rmSync, utimesSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { socketIdentity } from '../../client/small-file.js';
import type { HomeFlaw } from '../../core/toolcall/home-flaw.js';
import type { Random } from '../../ports/ports.js';
import type { Registration } from '../../protocol/registration.js';
import type { RingTaker } from '../../protocol/ring.js';
import { privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { installationKey } from '../files/installation-key.js';
import { serveConnection } from './gate-connection.js';
import { withMac } from './registration-mac.js';
import { flawsOf } from './run-flaws.js';
import { socketPath } from './socket-path.js';
import { Turnstile } from './turnstile.js';
import { deadGates } from './windows.js';

const beatMs = 15_000;
const flushMs = 500;
/** As many calls are read and judged at once; more wait their turn. Those that wait for a person are not counted. */
const mostAtOnce = 256;

export interface GateOptions {
  readonly home: Home;
  /** From `newGateId`; the same id that the desk's `Windows` call `self`. */
  readonly id: string;
  /** The window's workspace folders, absolute. */
  readonly folders: readonly string[];
  readonly desk: RingTaker;
  readonly random: Random;
}

/** An open gate: doorbells find it by its registration. */
export interface Gate {
  readonly registration: Registration;
  setFolders(folders: readonly string[]): void;
  /** What stands in the home that this user's extension did not put there; looked at now. */
  flaws(): readonly HomeFlaw[];
  /** Unregisters, stops listening, and lets answers that are on their way out finish. */
  dispose(): Promise<void>;
}

export function newGateId(random: Random): string {
  return `${process.pid.toString(36)}-${random.hex(5)}`;
}

/** Opens the gate of this window. Rejects when the socket or the registration cannot be made. */
export async function startGate(options: GateOptions): Promise<Gate> {
  const gate = new SocketGate(options);
  await gate.open();
  return gate;
}

class SocketGate implements Gate {
  registration: Registration;
  private readonly sockets = new Set<Socket>();
  private readonly turnstile = new Turnstile(mostAtOnce);
  /** What was found at the socket and taken away again, and not told of yet. */
  private mended: readonly HomeFlaw[] = [];
  private server: Server | undefined;
  private beat: NodeJS.Timeout | undefined;

  constructor(private readonly options: GateOptions) {
    privateFolder(options.home.run);
    this.registration = {
      v: 1,
      id: options.id,
      pid: process.pid,
      socket: socketPath(options.home.run, options.id),
      folders: options.folders,
      knock: options.random.hex(16),
      seal: options.random.hex(16),
      salt: installationKey(options.home.root, 'credentials'),
      startedAt: Date.now(),
    };
  }

  async open(): Promise<void> {
    if (process.platform !== 'win32') chmodSync(this.options.home.run, 0o700);
    sweep(this.options.home.run);
    this.server = await this.listen();
    this.register();
    this.beat = setInterval(() => void this.repair(), beatMs).unref();
  }

  setFolders(folders: readonly string[]): void {
    this.registration = { ...this.registration, folders };
    this.register();
  }

  flaws(): readonly HomeFlaw[] {
    const { mended } = this;
    this.mended = [];
    const now = flawsOf(this.options.home, this.registration);
    return now.some(({ kind }) => kind === 'socket-replaced') ? now : [...now, ...mended];
  }

  async dispose(): Promise<void> {
    clearInterval(this.beat);
    rmSync(this.registrationPath(), { force: true });
    const server = this.server;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const cut = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, flushMs);
    await closed;
    clearTimeout(cut);
  }

  private listen(): Promise<Server> {
    const { socket: path } = this.registration;
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      this.turnstile.enter((left) => serveConnection(socket, this.options.desk, this.registration, left));
    });
    if (process.platform !== 'win32') rmSync(path, { force: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        server.on('error', () => undefined);
        if (process.platform !== 'win32') chmodSync(path, 0o600);
        this.registration = { ...this.registration, identity: socketIdentity(path) };
        resolve(server);
      });
    });
  }

  /** Puts back a registration or a socket that somebody removed or replaced: meanwhile doorbells ask nobody there. */
  private async repair(): Promise<void> {
    try {
      const found = socketIdentity(this.registration.socket);
      const isAway = found !== this.registration.identity;
      if (isAway) {
        if (found !== '')
          this.mended = [{ kind: 'socket-replaced', path: basename(this.registration.socket) }];
        // Closing removes whatever stands at the path, so it comes before listening there again.
        this.server?.close();
        this.server = await this.listen();
      }
      if (isAway || !existsSync(this.registrationPath())) this.register();
      const now = Date.now() / 1_000;
      utimesSync(this.registrationPath(), now, now);
    } catch {
      // The next beat tries again; meanwhile doorbells find no gate here, which is a no.
    }
  }

  private register(): void {
    this.registration = withMac(this.options.home.root, this.registration);
    writeForNow(this.registrationPath(), JSON.stringify(this.registration));
  }

  private registrationPath(): string {
    return join(this.options.home.run, `${this.options.id}.json`);
  }
}

/** Removes what gates of crashed windows left behind. */
function sweep(run: string): void {
  for (const gate of deadGates(run)) {
    rmSync(join(run, `${gate.id}.json`), { force: true });
    // The path that this gate would have had, not the one that a file says.
    if (process.platform !== 'win32') rmSync(socketPath(run, gate.id), { force: true });
  }
}
