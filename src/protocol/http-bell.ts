import { parsed } from './parsed.js';
import { isObject } from './ring.js';

/**
 * Where Claude Code rings by HTTP instead of starting the doorbell: one port of this machine's loopback for all windows
 * of a home, and the token that a ring must bring.
 */
export interface HttpBell {
  readonly port: number;
  /** 64 hexadecimal digits. */
  readonly token: string;
}

/** Our name in the path: entries of ours are known by it. */
export const bellPath = '/countersign-hook/claude-code';

/** Where one event is rung for. */
export function bellAddress(bell: HttpBell, event: string): string {
  return `http://127.0.0.1:${bell.port}${bellPath}/${event}`;
}

/** The event that a ring's path names; undefined for the path alone, which was installed before, null for another path. */
export function eventInPath(path: string | undefined): string | undefined | null {
  if (path === bellPath) return undefined;
  const [, event] =
    /^\/([A-Za-z]{1,64})$/.exec(path?.startsWith(bellPath) ? path.slice(bellPath.length) : '') ?? [];
  return event ?? null;
}

export function bellHeaders(bell: HttpBell): Readonly<Record<'Authorization', string>> {
  return { Authorization: `Bearer ${bell.token}` };
}

export function decodeHttpBell(text: string): HttpBell | undefined {
  const value = parsed(text);
  if (!isObject(value)) return undefined;
  const { port, token } = value;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1_024 || port > 65_535) return undefined;
  return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token) ? { port, token } : undefined;
}
