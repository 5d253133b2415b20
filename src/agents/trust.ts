import { err, ok, type Result } from '../core/shared/result.js';
import type { AskForTrust, ConfigFiles, HooksToTrust, TrustFailure } from '../ports/ports.js';
import type { Adapter, ConfigScope, Doorbell, Places } from './adapter.js';
import { type ConfigEdit, entriesAt, type PlanError } from './connect.js';
import { originalOf } from './original.js';
import { settingAt } from './settings-text.js';

/** Trust in our own hooks, for an agent that skips those that nobody has trusted. */

/** Undefined for an agent that asks for none. */
export function hooksToTrust(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  doorbell: Doorbell,
): HooksToTrust | undefined {
  if (adapter.trust === undefined || !('entries' in adapter)) return undefined;
  const commands = entriesAt(adapter, scope, doorbell).flatMap(({ entry }) => {
    const hooks = settingAt(entry, 'hooks');
    return (Array.isArray(hooks) ? hooks : []).map((hook: unknown) => settingAt(hook, 'command'));
  });
  return {
    hookFile: adapter.file(scope, places),
    commands: commands.filter((one) => typeof one === 'string'),
    settingsFile: adapter.trust.file(places),
    cwd: scope === 'user' ? places.home : places.workspace,
  };
}

/** What trusting our hooks would change in the agent's settings; equal texts when they are trusted already. */
export async function planTrust(
  hooks: HooksToTrust,
  ask: AskForTrust,
  files: ConfigFiles,
): Promise<Result<ConfigEdit, PlanError | TrustFailure>> {
  const path = hooks.settingsFile;
  const before = files.read(path);
  if (!before.ok) return err({ ...before.error, path });
  const after = await ask.plan(hooks, before.value);
  if (!after.ok) return after;
  return ok({ path, before: before.value, after: after.value === '' ? before.value : after.value });
}

/** What taking that trust out again would change; the settings are as they were where nothing else was written since. */
export function planUntrust(
  adapter: Adapter,
  scope: ConfigScope,
  places: Places,
  files: ConfigFiles,
): ConfigEdit | undefined {
  const { trust } = adapter;
  const hookFile = adapter.file(scope, places);
  const hooks = files.read(hookFile);
  const path = trust?.file(places) ?? '';
  const settings = files.read(path);
  if (!trust || !hooks.ok || !settings.ok || hooks.value === null || settings.value === null)
    return undefined;
  const left = trust.without(hookFile, hooks.value, settings.value);
  if (left === settings.value) return undefined;
  const original = originalOf(path, settings.value, files);
  const isOriginal = original !== undefined && trust.isSame(left, original ?? '');
  return { path, before: settings.value, after: isOriginal ? original : left };
}
