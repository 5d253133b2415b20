import { type ParseError, parseTree } from 'jsonc-parser';
import { removeAt, setAt } from '../../core/shared/json-edit.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { type HookEntry, launcherName } from '../adapter.js';
import { type TextError, withEntries, withoutEntries } from '../config-text.js';
import { jsonIn, lineAt, settingAt, tomlIn } from '../settings-text.js';
import type { LockFile } from './lock.js';

/** A setting at a path of keys. */
export type Pin = readonly [path: readonly string[], value: string | number | boolean];

/** A file of our own. One that somebody else has put there stays, and is said. */
export function ownLockFile(path: string, ours: string): LockFile {
  return {
    path,
    with: (text) =>
      text === null || text === ours || text.includes(launcherName)
        ? ok(ours)
        : err({ code: 'foreign-file', line: 1 }),
    without: (text) => ok(text.includes(launcherName) ? null : text),
  };
}

/** JSON that others write too: our hooks, the settings that pin them, and every other byte as it was. */
export function sharedLockFile(
  path: string,
  given: { readonly pins: readonly Pin[]; readonly entries?: readonly HookEntry[] },
): LockFile {
  const { pins, entries = [] } = given;
  return {
    path,
    with(text) {
      const start = text === null || text.trim() === '' ? '{}\n' : text;
      const read = checked(start);
      if (!read.ok) return read;
      const pinned = pins.reduce((done, [keys, value]) => setAt(done, keys, value), start);
      // A key that stands twice, or below something that is no object, would be read otherwise than it was written.
      if (!pins.every(([keys, value]) => settingAt(jsonIn(pinned), ...keys) === value))
        return err({ code: 'malformed', line: 1 });
      return entries.length === 0 ? ok(pinned) : withEntries(pinned, entries);
    },
    without(text) {
      const read = checked(text);
      if (!read.ok) return read;
      const bare = entries.length === 0 ? ok(text) : withoutEntries(text);
      if (!bare.ok) return bare;
      const rest = pins.reduce(
        (done, [keys, value]) => (settingAt(jsonIn(done), ...keys) === value ? withoutPin(done, keys) : done),
        bare.value,
      );
      return ok(JSON.stringify(jsonIn(rest)) === '{}' ? null : rest);
    },
  };
}

/** The pin, and each object around it that is empty then. */
function withoutPin(text: string, keys: readonly string[]): string {
  let rest = removeAt(text, keys);
  for (let depth = keys.length - 1; depth > 0; depth -= 1) {
    const around = settingAt(jsonIn(rest), ...keys.slice(0, depth));
    if (JSON.stringify(around) !== '{}') break;
    rest = removeAt(rest, keys.slice(0, depth));
  }
  return rest;
}

/** TOML that is ours alone, or that somebody else has begun: what they wrote is not rewritten, and they are told. */
export function tomlLockFile(path: string, ours: string, isHeld: (settings: unknown) => boolean): LockFile {
  return {
    path,
    with(text) {
      if (text === null || text.trim() === '' || text === ours) return ok(ours);
      if (isHeld(tomlIn(text))) return ok(text);
      return text.startsWith(tomlMark) ? ok(ours) : err({ code: 'foreign-file', line: 1 });
    },
    without: (text) => ok(text.startsWith(tomlMark) ? null : text),
  };
}

/** The first line of a TOML file that is ours. */
export const tomlMark = '# Written by `countersign lock`; `countersign unlock` removes it.\n';

function checked(text: string): Result<void, TextError> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first !== undefined || root === undefined)
    return err({ code: 'malformed', line: lineAt(text, first?.offset ?? 0) });
  return root.type === 'object' ? ok(undefined) : err({ code: 'not-an-object', line: 1 });
}
