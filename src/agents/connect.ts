import { err, ok, type Result } from '../core/shared/result.js';
import type { ConfigFailure, ConfigFiles } from '../ports/ports.js';
import type { Adapter, Doorbell, Places, Scope } from './adapter.js';
import { presenceIn, type TextError, withEntries, withoutEntries } from './config-text.js';

/** One file's change, to be shown before it is written; null is no file. Equal texts are no change. */
export interface ConfigEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Why a file is not changed, and which. */
export type PlanError = (TextError | ConfigFailure) & { readonly path: string };

/** What connecting would change. Nothing is written. */
export function planConnect(
  adapter: Adapter,
  scope: Scope,
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> {
  const path = adapter.file(scope, places);
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  const after = withEntries(before.value ?? '', adapter.entries(doorbell));
  return after.ok ? ok({ path, before: before.value, after: after.value }) : err({ ...after.error, path });
}

/** What disconnecting would change: the file as it was before, or without our entries when it has changed since. */
export function planDisconnect(
  adapter: Adapter,
  scope: Scope,
  places: Places,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> {
  const path = adapter.file(scope, places);
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  if (before.value === null) return ok({ path, before: null, after: null });
  const original = files.original(path, before.value);
  if (original !== undefined) return ok({ path, before: before.value, after: original });
  const after = withoutEntries(before.value);
  return after.ok ? ok({ path, before: before.value, after: after.value }) : err({ ...after.error, path });
}

/** Writes a planned change, if the file is still what it was when the change was shown. */
export function applyEdit(edit: ConfigEdit, files: ConfigFiles): Result<void, PlanError> {
  if (edit.before === edit.after) return ok(undefined);
  const written = files.replace(edit.path, edit.before, edit.after);
  return written.ok ? written : err({ ...written.error, path: edit.path });
}

/** How a scope stands: our entries present, drifted, absent; or the file cannot be read. */
export function connectionOf(
  adapter: Adapter,
  scope: Scope,
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
): Result<'absent' | 'present' | 'drifted', PlanError> {
  const path = adapter.file(scope, places);
  const text = files.read(path);
  if (!text.ok) return err({ ...text.error, path });
  if (text.value === null) return ok('absent');
  const presence = presenceIn(text.value, adapter.entries(doorbell));
  return presence.ok ? presence : err({ ...presence.error, path });
}
