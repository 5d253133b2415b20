import { err, ok, type Result } from '../core/shared/result.js';
import type { ConfigFailure, ConfigFiles } from '../ports/ports.js';
import {
  type Adapter,
  type ConfigScope,
  type Doorbell,
  type EntriesAdapter,
  gatewayName,
  type HookEntry,
  launcherName,
  type Places,
} from './adapter.js';
import {
  type EntryPresence,
  presenceIn,
  type TextError,
  withEntries,
  withoutEntries,
} from './config-text.js';
import { originalOf } from './original.js';
import { tomlPresence, withoutTomlHooks, withTomlHooks } from './toml-hooks.js';

/** One file's change, to be shown before it is written; null is no file. Equal texts are no change. */
export interface ConfigEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Why a file is not changed, and which. */
export type PlanError = (TextError | ConfigFailure | { readonly code: 'not-on-windows' }) & {
  readonly path: string;
};

/** What connecting would change. Nothing is written. */
export function planConnect(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> {
  const path = adapter.file(scope, places);
  if (doorbell.platform === 'win32' && adapter.onWindows === undefined) {
    return err({ code: 'not-on-windows', path });
  }
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  const after = connected(adapter, before.value, doorbellAt(scope, doorbell));
  return after.ok ? ok({ path, before: before.value, after: after.value }) : err({ ...after.error, path });
}

/** What disconnecting would change: the file as it was before, or without our entries when it has changed since. */
export function planDisconnect(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> {
  const path = adapter.file(scope, places);
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  if (before.value === null) return ok({ path, before: null, after: null });
  const original = originalOf(path, before.value, files);
  // Not while the file holds MCP servers behind the gateway too.
  if (original !== undefined && !before.value.includes(gatewayName))
    return ok({ path, before: before.value, after: original });
  const after = disconnected(adapter, before.value);
  return after.ok ? ok({ path, before: before.value, after: after.value }) : err({ ...after.error, path });
}

/** Writes a planned change, if the file is still what it was when the change was shown. */
export function applyEdit(edit: ConfigEdit, files: ConfigFiles, mode?: number): Result<void, PlanError> {
  if (edit.before === edit.after) return ok(undefined);
  const written = files.replace(edit.path, edit.before, edit.after, mode);
  return written.ok ? written : err({ ...written.error, path: edit.path });
}

/** How a scope stands: our entries present, drifted, absent; or the file cannot be read. */
export function connectionOf(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
): Result<EntryPresence, PlanError> {
  const path = adapter.file(scope, places);
  const text = files.read(path);
  if (!text.ok) return err({ ...text.error, path });
  if (text.value === null) return ok('absent');
  const presence =
    'entries' in adapter
      ? presenceOfEntries(adapter, text.value, adapter.entries(doorbellAt(scope, doorbell)))
      : ok(presenceOf(text.value, adapter.text(doorbellAt(scope, doorbell))));
  return presence.ok ? presence : err({ ...presence.error, path });
}

/** The entries as they belong into the file of a scope. */
export function entriesAt(
  adapter: Extract<Adapter, { entries: unknown }>,
  scope: ConfigScope,
  doorbell: Doorbell,
): readonly HookEntry[] {
  return adapter.entries(doorbellAt(scope, doorbell));
}

/** As a file of the scope names it. A token has no place in a file of the workspace, which others read. */
export function doorbellAt(scope: ConfigScope, doorbell: Doorbell): Doorbell {
  if (scope === 'user') return doorbell;
  const { launcher, platform, home } = doorbell;
  const isBelow = platform === 'posix' && home !== undefined && launcher.startsWith(`${home}/`);
  return { launcher, platform, ...(isBelow ? { portable: launcher.slice(home.length + 1) } : {}) };
}

function connected(adapter: Adapter, before: string | null, doorbell: Doorbell): Result<string, TextError> {
  if ('entries' in adapter) {
    const start = before === null || before.trim() === '' ? (adapter.newFile ?? '') : before;
    const entries = adapter.entries(doorbell);
    const done =
      adapter.written === 'toml' ? withTomlHooks(start, entries) : withEntries(start, entries, adapter.under);
    const line = done.ok ? adapter.flaw?.(done.value) : undefined;
    return line === undefined ? done : err({ code: 'unread-entry', line });
  }
  const isForeign = before !== null && before.trim() !== '' && !before.includes(launcherName);
  return isForeign ? err({ code: 'foreign-file', line: 1 }) : ok(adapter.text(doorbell));
}

/** A file of our own goes; one that somebody else has put in its place stays. */
function disconnected(adapter: Adapter, before: string): Result<string | null, TextError> {
  if ('entries' in adapter)
    return adapter.written === 'toml' ? withoutTomlHooks(before) : withoutEntries(before, adapter.under);
  return ok(before.includes(launcherName) ? null : before);
}

function presenceOfEntries(
  adapter: EntriesAdapter,
  text: string,
  entries: readonly HookEntry[],
): Result<EntryPresence, TextError> {
  return adapter.written === 'toml' ? tomlPresence(text, entries) : presenceIn(text, entries, adapter.under);
}

function presenceOf(text: string, ours: string): EntryPresence {
  if (text === ours) return 'present';
  return text.includes(launcherName) ? 'drifted' : 'absent';
}
