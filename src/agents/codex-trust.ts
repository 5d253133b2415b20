import { launcherName } from './adapter.js';
import { strictLine } from './codex-strict.js';
import { jsonIn, settingAt, tomlIn } from './settings-text.js';

/**
 * True when Codex's settings hold a person's trust in our hook of `hookFile`. Codex keys it by the file, the event and
 * the place in its lists; whether the hook has changed since, only Codex can tell. Seen in 0.169.0.
 */
export function isTrustedByCodex(hookFile: string, hooks: string, settings: string): boolean {
  const groups = settingAt(jsonIn(hooks), 'hooks', 'PreToolUse');
  const at = Array.isArray(groups)
    ? groups.findIndex((group) => JSON.stringify(group)?.includes(launcherName))
    : -1;
  if (at < 0) return false;
  const state = settingAt(tomlIn(settings), 'hooks', 'state', `${hookFile}:pre_tool_use:${at}:0`);
  return typeof settingAt(state, 'trusted_hash') === 'string' && settingAt(state, 'enabled') !== false;
}

/** Codex's settings without the trust in our hooks of `hookFile`, and without our line; everything else stays as it is. */
export function withoutCodexTrust(hookFile: string, hooks: string, settings: string): string {
  const trusted = ourKeys(hookFile, hooks);
  const headers = new Set(trusted.map((key) => `[hooks.state.${JSON.stringify(key)}]`));
  const all = settings.split('\n');
  const lines = all.filter((line) => line !== strictLine);
  const keys = lines.length === all.length ? trusted : [...trusted, 'unified_exec_tty'];
  const kept: string[] = [];
  let isOurs = false;
  for (const line of lines) {
    if (/^\s*\[/.test(line)) isOurs = headers.has(line.trim());
    if (!isOurs) kept.push(line);
  }
  if (kept.length === all.length) return settings;
  const left = `${kept.join('\n').trimEnd()}${settings.endsWith('\n') ? '\n' : ''}`;
  return isSameBut(keys, settings, left) ? left : settings;
}

/** Keys as Codex writes them: the file, the event and the place in its lists. */
function ourKeys(hookFile: string, hooks: string): readonly string[] {
  const events = settingAt(jsonIn(hooks), 'hooks');
  const lists = typeof events === 'object' && events !== null ? Object.entries(events) : [];
  return lists.flatMap(([event, groups]: [string, unknown]) =>
    (Array.isArray(groups) ? groups : []).flatMap((group: unknown, at) =>
      JSON.stringify(group)?.includes(launcherName) ? [`${hookFile}:${snake(event)}:${at}:0`] : [],
    ),
  );
}

function snake(event: string): string {
  return event.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** True when both texts hold the same; tables without anything in them do not count. */
export function isSameToml(a: string, b: string): boolean {
  return isSameBut([], a, b);
}

/** True when nothing but these keys is gone. */
function isSameBut(keys: readonly string[], before: string, after: string): boolean {
  const [left, right] = [tomlIn(before), tomlIn(after)];
  if (left === undefined || right === undefined) return false;
  return JSON.stringify(pruned(left, keys)) === JSON.stringify(pruned(right, keys));
}

/** Without these keys, and without the tables that are empty then. */
function pruned(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
    return value;
  const entries = Object.entries(value)
    .filter(([name]) => !keys.includes(name))
    .map(([name, inner]: [string, unknown]) => [name, pruned(inner, keys)] as const)
    .filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Date) && Object.keys(value).length === 0
  );
}
