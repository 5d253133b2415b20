import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { appendAt, removeAt } from '../core/shared/json-edit.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { type HookEntry, launcherName } from './adapter.js';
import { lineAt } from './settings-text.js';

/** Why a configuration file is left alone. `line` counts from 1. */
export interface TextError {
  readonly code:
    | 'malformed'
    | 'not-an-object'
    | 'hooks-not-an-object'
    | 'event-not-a-list'
    | 'hooks-not-apart'
    | 'foreign-file'
    | 'unread-entry';
  readonly line: number;
}

/** Where most agents keep their lists of hooks. */
const usual: readonly string[] = ['hooks'];

/** The text with our entries in it and everything else as it was. Text that has them already is returned unchanged. */
export function withEntries(
  text: string,
  entries: readonly HookEntry[],
  under: readonly string[] = usual,
): Result<string, TextError> {
  const checked = check(text, entries, under);
  if (!checked.ok) return checked;
  if (hasExactly(text, entries, under)) return ok(text);
  const bare = text.trim() === '' ? '{}\n' : without(text, under);
  return ok(entries.reduce((done, { event, entry }) => appendAt(done, [...under, event], entry), bare));
}

/** The text without any entry of ours, and without the lists that are empty then. */
export function withoutEntries(text: string, under: readonly string[] = usual): Result<string, TextError> {
  const checked = check(text, [], under);
  return checked.ok ? ok(without(text, under)) : checked;
}

export type EntryPresence = 'absent' | 'present' | 'drifted';

/** Whether our entries are in the text as they should be, in another form, or not at all. */
export function presenceIn(
  text: string,
  entries: readonly HookEntry[],
  under: readonly string[] = usual,
): Result<EntryPresence, TextError> {
  const checked = check(text, [], under);
  if (!checked.ok) return checked;
  if (hasExactly(text, entries, under)) return ok('present');
  return ok(text.includes(launcherName) ? 'drifted' : 'absent');
}

function check(
  text: string,
  entries: readonly HookEntry[],
  under: readonly string[],
): Result<void, TextError> {
  if (text.trim() === '') return ok(undefined);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const first = errors[0];
  if (first || !root) return err({ code: 'malformed', line: lineAt(text, first?.offset ?? 0) });
  if (root.type !== 'object') return err({ code: 'not-an-object', line: lineAt(text, root.offset) });
  const twice = namedTwice(root, under);
  if (twice) return err({ code: 'malformed', line: lineAt(text, twice.offset) });
  const hooks = findNodeAtLocation(root, [...under]);
  if (hooks && hooks.type !== 'object') {
    return err({ code: 'hooks-not-an-object', line: lineAt(text, hooks.offset) });
  }
  for (const { event } of entries) {
    const list = findNodeAtLocation(root, [...under, event]);
    if (list && list.type !== 'array')
      return err({ code: 'event-not-a-list', line: lineAt(text, list.offset) });
  }
  return ok(undefined);
}

/** A second `hooks`, or a second list of one event: agents read the last one, and ours would stand in the first. */
function namedTwice(root: Node, under: readonly string[]): Node | undefined {
  const hooks = findNodeAtLocation(root, [...under]);
  return repeated(root, under) ?? (hooks && repeated(hooks));
}

function repeated(object: Node, only?: readonly string[]): Node | undefined {
  const seen = new Set<unknown>();
  return (object.children ?? []).find((property) => {
    const name: unknown = property.children?.[0]?.value;
    const isSecond = seen.has(name);
    seen.add(name);
    return isSecond && (only === undefined || only.some((one) => one === name));
  });
}

/** True when each entry stands in its list once, and nothing else of ours stands anywhere. */
function hasExactly(text: string, entries: readonly HookEntry[], under: readonly string[]): boolean {
  const ours = oursIn(text, under);
  if (ours.length !== entries.length) return false;
  return entries.every(({ event, entry }) =>
    ours.some((one) => one.event === event && one.isWhole && one.text === JSON.stringify(entry)),
  );
}

interface Ours {
  readonly event: string;
  readonly path: readonly (string | number)[];
  /** False for one hook inside a group with others. */
  readonly isWhole: boolean;
  /** The entry as compact JSON. */
  readonly text: string;
}

/** Our entries: a list's member that runs the doorbell, or in a group with others only that hook. */
function oursIn(text: string, under: readonly string[]): readonly Ours[] {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const hooks = root && findNodeAtLocation(root, [...under]);
  return (hooks?.children ?? []).flatMap((property) => {
    const [key, list] = property.children ?? [];
    if (typeof key?.value !== 'string' || list?.type !== 'array') return [];
    const event: string = key.value;
    return (list.children ?? []).flatMap((member, index) =>
      oursInMember(text, member, event, [...under, event, index]),
    );
  });
}

function oursInMember(
  text: string,
  member: Node,
  event: string,
  path: readonly (string | number)[],
): readonly Ours[] {
  const group = findNodeAtLocation(member, ['hooks'])?.children ?? [];
  const named = (node: Node): boolean => {
    const places: readonly unknown[] = ['command', 'url'].map(
      (key) => findNodeAtLocation(node, [key])?.value,
    );
    return places.some((place) => typeof place === 'string' && place.includes(launcherName));
  };
  const inGroup = group.flatMap((node, at) => (named(node) ? [at] : []));
  const isAll = named(member) || (group.length > 0 && inGroup.length === group.length);
  if (isAll) return [{ event, path, isWhole: true, text: compact(text, member) }];
  return inGroup.map((at) => ({ event, path: [...path, 'hooks', at], isWhole: false, text: '' }));
}

function compact(text: string, node: Node): string {
  const value: unknown = JSON.parse(text.slice(node.offset, node.offset + node.length));
  return JSON.stringify(value);
}

function without(text: string, under: readonly string[]): string {
  let rest = text;
  // From the last to the first, so that earlier indexes stay right.
  for (const { path, event } of [...oursIn(text, under)].reverse()) {
    rest = removeAt(rest, path);
    rest = dropEmpty(rest, [...under, event]);
  }
  return rest === text ? text : dropEmpty(rest, under);
}

function dropEmpty(text: string, path: readonly string[]): string {
  const root = parseTree(text);
  const node = path.length === 0 ? undefined : root && findNodeAtLocation(root, [...path]);
  return node && (node.children ?? []).length === 0 ? removeAt(text, path) : text;
}
