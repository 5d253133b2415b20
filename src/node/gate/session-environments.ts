import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, isTextMap, type Ring } from '../../protocol/ring.js';
import { privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { httpBellOf } from './http-bell-file.js';

/** What a payload of a session's start holds is small. */
const startLimitBytes = 64 * 1024;

const mostSessions = 200;

/**
 * A ring by HTTP brings no environment, and the environment decides which target a call reaches. So the start of a
 * session rings through the doorbell, once, and its environment is kept, without what looks like a secret.
 */
export function noteSession(home: Home, ring: Ring): void {
  const session = startedSession(ring);
  if (session === undefined || httpBellOf(home) === undefined) return;
  try {
    privateFolder(folderOf(home));
    writeForNow(
      fileOf(home, session),
      JSON.stringify({ session, env: ring.env, credentials: ring.credentials }),
    );
    forgetOldest(home);
  } catch {
    // Its calls are blocked then, in words that say so.
  }
}

/** The environment in which a session was started; undefined when it is not known. */
export function environmentOfSession(
  home: Home,
  session: string,
): Pick<Ring, 'env' | 'credentials'> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(home, session), 'utf8'));
    if (!isObject(value) || value['session'] !== session) return undefined;
    const { env, credentials } = value;
    if (!isTextMap(env)) return undefined;
    return { env, ...(isTextMap(credentials) ? { credentials } : {}) };
  } catch {
    return undefined;
  }
}

function startedSession({ agent, payload }: Ring): string | undefined {
  if (agent !== 'claude-code' || payload.length > startLimitBytes) return undefined;
  try {
    const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
    // Every call of the agent comes by here; only a session's start is worth reading.
    if (!text.includes('SessionStart')) return undefined;
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || value['hook_event_name'] !== 'SessionStart') return undefined;
    return typeof value['session_id'] === 'string' ? value['session_id'] : undefined;
  } catch {
    return undefined;
  }
}

function forgetOldest(home: Home): void {
  const folder = folderOf(home);
  const names = readdirSync(folder);
  if (names.length <= mostSessions) return;
  const aged = names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  aged.sort((a, b) => a.at - b.at);
  for (const { path } of aged.slice(0, names.length - mostSessions)) rmSync(path, { force: true });
}

function folderOf(home: Home): string {
  return join(home.root, 'sessions');
}

function fileOf(home: Home, session: string): string {
  const name = createHash('sha256').update(session).digest('hex').slice(0, 32);
  return join(folderOf(home), `${name}.json`);
}
