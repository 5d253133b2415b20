import { parse as parseToml, TomlError } from 'smol-toml';
import { err, ok, type Result } from '../core/shared/result.js';
import { type HookEntry, launcherName } from './adapter.js';
import type { EntryPresence, TextError } from './config-text.js';
import { settingAt, stableText, tomlIn } from './settings-text.js';

/** Hooks as an array of tables, `[[hooks]]`, in a file of settings that its person and the agent itself write too. */

const header = /^\s*\[\[\s*hooks\s*\]\]/;
/** A block of ours is a few lines; no more places than this are tried for its end. */
const mostEnds = 50;

/** The text with our entries at its end and everything else as it was. Text that has them already is returned unchanged. */
export function withTomlHooks(text: string, entries: readonly HookEntry[]): Result<string, TextError> {
  const bare = withoutTomlHooks(text);
  if (!bare.ok) return bare;
  if (hasTomlHooks(text, entries)) return ok(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const start = bare.value === '' || bare.value.endsWith('\n') ? bare.value : bare.value + eol;
  const tables = entries.map(({ entry }) => tableOf(entry, eol));
  const done = (start === '' ? '' : start + eol) + tables.join(eol);
  const meant = [...hooksIn(bare.value), ...entries.map(({ entry }) => entry)];
  return isMeant(done, bare.value, meant)
    ? ok(done)
    : err({ code: 'hooks-not-apart', line: lineOf(text, 0) });
}

/** The text without any table of ours; what stands around them, comments too, stays. */
export function withoutTomlHooks(text: string): Result<string, TextError> {
  const line = brokenLine(text);
  if (line !== undefined) return err({ code: 'malformed', line });
  let rest = text;
  // From the last to the first, so that earlier indexes stay right.
  for (const at of ourIndexes(text).reverse()) {
    const next = withoutTable(rest, at);
    if (next === undefined) return err({ code: 'hooks-not-apart', line: lineOf(text, at) });
    rest = next;
  }
  return ok(rest);
}

export function tomlPresence(text: string, entries: readonly HookEntry[]): Result<EntryPresence, TextError> {
  const line = brokenLine(text);
  if (line !== undefined) return err({ code: 'malformed', line });
  if (hasTomlHooks(text, entries)) return ok('present');
  return ok(text.includes(launcherName) ? 'drifted' : 'absent');
}

/** The line, from 1, of the first hook that is none by `isHook`. */
export function tomlFlaw(text: string, isHook: (hook: unknown) => boolean): number | undefined {
  const at = hooksIn(text).findIndex((hook) => !isHook(hook));
  return at < 0 ? undefined : lineOf(text, at);
}

function hooksIn(text: string): readonly unknown[] {
  const hooks = settingAt(tomlIn(text), 'hooks');
  return Array.isArray(hooks) ? hooks : [];
}

function isOurs(hook: unknown): boolean {
  return String(settingAt(hook, 'command')).includes(launcherName);
}

function ourIndexes(text: string): number[] {
  return hooksIn(text).flatMap((hook, at) => (isOurs(hook) ? [at] : []));
}

/** True when each entry stands there once, and nothing else of ours. */
function hasTomlHooks(text: string, entries: readonly HookEntry[]): boolean {
  const ours = hooksIn(text).filter(isOurs).map(stableText);
  return ours.length === entries.length && entries.every(({ entry }) => ours.includes(stableText(entry)));
}

/** JSON's texts and whole numbers are TOML's too. */
function tableOf(entry: object, eol: string): string {
  const fields = Object.entries(entry).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return ['[[hooks]]', ...fields, ''].join(eol);
}

/** Without the table of the hook at `index`: its lines up to another table's, but for comments that stand before that one. */
function withoutTable(text: string, index: number): string | undefined {
  const lines = text.split('\n');
  const from = lines.flatMap((line, at) => (header.test(line) ? [at] : []))[index];
  if (from === undefined) return undefined;
  const meant = hooksIn(text).filter((_, at) => at !== index);
  const isEnd = (at: number): boolean => at === lines.length || /^\s*\[/.test(lines[at] ?? '');
  const ends = [...lines.keys(), lines.length].filter((at) => at > from && isEnd(at));
  const first = from > 0 && lines[from - 1]?.trim() === '' ? from - 1 : from;
  for (let end of ends.slice(0, mostEnds)) {
    while (end > from + 1 && /^\s*(?:#|$)/.test(lines[end - 1] ?? '')) end -= 1;
    const rest = [...lines.slice(0, first), ...lines.slice(end)].join('\n');
    if (isMeant(rest, text, meant)) return rest;
  }
  return undefined;
}

/** True when the text says what the other one said, with these hooks. */
function isMeant(text: string, other: string, hooks: readonly unknown[]): boolean {
  const withHooks = (settings: unknown, list: readonly unknown[]): string =>
    stableText({ ...Object(settings), hooks: list });
  const settings = tomlIn(text);
  return settings !== undefined && withHooks(settings, hooksIn(text)) === withHooks(tomlIn(other), hooks);
}

/** The line, from 1, of the hook at `index`, or where hooks are said otherwise. */
function lineOf(text: string, index: number): number {
  const lines = text.split('\n');
  const tables = lines.flatMap((line, at) => (header.test(line) ? [at] : []));
  return (
    (tables[index] ??
      Math.max(
        lines.findIndex((line) => /^\s{0,80}\[?\s{0,80}"?hooks\b/.test(line)),
        0,
      )) + 1
  );
}

/** Where it is no TOML, from 1. */
function brokenLine(text: string): number | undefined {
  try {
    parseToml(text);
    return undefined;
  } catch (error) {
    return error instanceof TomlError ? error.line : 1;
  }
}
