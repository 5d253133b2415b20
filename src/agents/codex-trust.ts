import { launcherName } from './adapter.js';
import { jsonIn, tomlIn, valueAt } from './settings-text.js';

/**
 * True when Codex's settings hold a person's trust in our hook of `hookFile`. Codex keys it by the file, the event and
 * the place in its lists; whether the hook has changed since, only Codex can tell. Seen in 0.169.0.
 */
export function isTrustedByCodex(hookFile: string, hooks: string, settings: string): boolean {
  const groups = valueAt(jsonIn(hooks), 'hooks', 'PreToolUse');
  const at = Array.isArray(groups)
    ? groups.findIndex((group) => JSON.stringify(group)?.includes(launcherName))
    : -1;
  if (at < 0) return false;
  const state = valueAt(tomlIn(settings), 'hooks', 'state', `${hookFile}:pre_tool_use:${at}:0`);
  return typeof valueAt(state, 'trusted_hash') === 'string' && valueAt(state, 'enabled') !== false;
}
