import { parsed } from './parsed.js';
import { isCount, isObject, isText } from './ring.js';

/** How an open window's gate makes itself known: one file in the run folder, readable by its user only. */
export interface Registration {
  readonly v: 1;
  /** The gate's id, unique over windows and restarts. */
  readonly id: string;
  readonly pid: number;
  /** Path of the socket, or name of the pipe. */
  readonly socket: string;
  /** The window's workspace folders, absolute. */
  readonly folders: readonly string[];
  /** What a doorbell must say, and what the gate must answer with. */
  readonly knock: string;
  readonly seal: string;
  /** Under which doorbells digest what they do not send: the same in every window of a home. Absent in older versions. */
  readonly salt?: string | undefined;
  /** What stood at the socket's path when the gate began to listen there; empty for a pipe. Absent in older versions. */
  readonly identity?: string | undefined;
  /** By the home's secret: a gate without it, or with another, is not asked. Absent in older versions. */
  readonly mac?: string | undefined;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

export function decodeRegistration(text: string): Registration | undefined {
  const value = parsed(text);
  if (!isObject(value)) return undefined;
  const { v, id, pid, socket, folders, knock, seal, salt, identity, mac, startedAt } = value;
  return v === 1 &&
    isText(id) &&
    isText(socket) &&
    socket !== '' &&
    isText(knock) &&
    isText(seal) &&
    seal !== '' &&
    isCount(pid) &&
    pid > 0 &&
    Array.isArray(folders) &&
    folders.every(isText) &&
    typeof startedAt === 'number' &&
    isTextOrNone(salt) &&
    isTextOrNone(identity) &&
    isTextOrNone(mac)
    ? { v, id, pid, socket, folders, knock, seal, salt, identity, mac, startedAt }
    : undefined;
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}

/** Gates as they answer for a directory: those whose folder holds it most closely first; of equal standing the later one. */
export function byCloseness<T extends Registration>(
  gates: readonly T[],
  cwds: readonly string[],
): readonly T[] {
  const closest = ({ folders }: T): number =>
    Math.max(-1, ...folders.map((folder) => (cwds.some((cwd) => holds(folder, cwd)) ? folder.length : -1)));
  return [...gates].sort((a, b) => closest(b) - closest(a) || b.startedAt - a.startedAt);
}

function holds(folder: string, path: string): boolean {
  const end = folder.replace(/(?<![\\/])[\\/]+$/, '');
  return path === end || path.startsWith(`${end}/`) || path.startsWith(`${end}\\`);
}
