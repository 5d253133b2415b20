import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { err, ok, type Result } from '../core/shared/result.js';
import { type HookEntry, launcherName } from './adapter.js';
import { appendAt, removeAt } from './json-edit.js';

/** Why a configuration file is left alone. `line` counts from 1. */
export interface TextError {
  readonly code: 'malformed' | 'not-an-object' | 'hooks-not-an-object' | 'event-not-a-list';
  readonly line: number;
}

/** The text with our entries in it and everything else as it was. Text that has them already is returned unchanged. */
export function withEntries(text: string, entries: readonly HookEntry[]): Result<string, TextError> {
  const checked = check(text, entries);
  if (!checked.ok) return checked;
  if (hasExactly(text, entries)) return ok(text);
  const bare = text.trim() === '' ? '{}\n' : without(text);
  return ok(entries.reduce((done, { event, entry }) => appendAt(done, ['hooks', event], entry), bare));
}

/** The text without any entry of ours, and without the lists that are empty then. */
export function withoutEntries(text: string): Result<string, TextError> {
  const checked = check(text, []);
  return checked.ok ? ok(without(text)) : checked;
}

export type Presence = 'absent' | 'present' | 'drifted';

/** Whether our entries are in the text as they should be, in another form, or not at all. */
export function presenceIn(text: string, entries: readonly HookEntry[]): Result<Presence, TextError> {
  const checked = check(text, []);
  if (!checked.ok) return checked;
  if (hasExactly(text, entries)) return ok('present');
  return ok(text.includes(launcherName) ? 'drifted' : 'absent');
}

/** True when hooks of somebody else stand in the event's list too. */
export function hasForeignHooks(text: string, event: string): boolean {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const list = root && findNodeAtLocation(root, ['hooks', event]);
  const ours = oursIn(text).filter(({ path }) => path[1] === event && path.length === 3);
  return list?.type === 'array' && (list.children ?? []).length > ours.length;
}

function check(text: string, entries: readonly HookEntry[]): Result<void, TextError> {
  if (text.trim() === '') return ok(undefined);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const first = errors[0];
  if (first || !root) return err({ code: 'malformed', line: lineAt(text, first?.offset ?? 0) });
  if (root.type !== 'object') return err({ code: 'not-an-object', line: lineAt(text, root.offset) });
  const twice = namedTwice(root);
  if (twice) return err({ code: 'malformed', line: lineAt(text, twice.offset) });
  const hooks = findNodeAtLocation(root, ['hooks']);
  if (hooks && hooks.type !== 'object') {
    return err({ code: 'hooks-not-an-object', line: lineAt(text, hooks.offset) });
  }
  for (const { event } of entries) {
    const list = findNodeAtLocation(root, ['hooks', event]);
    if (list && list.type !== 'array')
      return err({ code: 'event-not-a-list', line: lineAt(text, list.offset) });
  }
  return ok(undefined);
}

/** A second `hooks`, or a second list of one event: agents read the last one, and ours would stand in the first. */
function namedTwice(root: Node): Node | undefined {
  const hooks = findNodeAtLocation(root, ['hooks']);
  return repeated(root, ['hooks']) ?? (hooks && repeated(hooks));
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

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** True when each entry stands in its list once, and nothing else of ours stands anywhere. */
function hasExactly(text: string, entries: readonly HookEntry[]): boolean {
  const ours = oursIn(text);
  if (ours.length !== entries.length) return false;
  return entries.every(({ event, entry }) =>
    ours.some((one) => one.path[1] === event && one.path.length === 3 && one.text === JSON.stringify(entry)),
  );
}

interface Ours {
  readonly path: readonly [string, string, number, ...(string | number)[]];
  /** The entry as compact JSON. */
  readonly text: string;
}

/** Our entries: a list's member that runs the doorbell, or in a group with others only that hook. */
function oursIn(text: string): readonly Ours[] {
  const root = text.trim() === '' ? undefined : parseTree(text);
  const hooks = root && findNodeAtLocation(root, ['hooks']);
  return (hooks?.children ?? []).flatMap((property) => {
    const [key, list] = property.children ?? [];
    if (typeof key?.value !== 'string' || list?.type !== 'array') return [];
    const event: string = key.value;
    return (list.children ?? []).flatMap((member, index) => oursInMember(text, member, event, index));
  });
}

function oursInMember(text: string, member: Node, event: string, index: number): readonly Ours[] {
  const group = findNodeAtLocation(member, ['hooks'])?.children ?? [];
  const named = (node: Node): boolean => {
    const command: unknown = findNodeAtLocation(node, ['command'])?.value;
    return typeof command === 'string' && command.includes(launcherName);
  };
  const inGroup = group.flatMap((node, at) => (named(node) ? [at] : []));
  const isAll = named(member) || (group.length > 0 && inGroup.length === group.length);
  if (isAll) return [{ path: ['hooks', event, index], text: compact(text, member) }];
  return inGroup.map((at) => ({ path: ['hooks', event, index, 'hooks', at], text: '' }));
}

function compact(text: string, node: Node): string {
  const value: unknown = JSON.parse(text.slice(node.offset, node.offset + node.length));
  return JSON.stringify(value);
}

function without(text: string): string {
  let rest = text;
  // From the last to the first, so that earlier indexes stay right.
  for (const { path } of [...oursIn(text)].reverse()) {
    rest = removeAt(rest, path);
    rest = dropEmpty(rest, ['hooks', path[1]]);
  }
  return rest === text ? text : dropEmpty(rest, ['hooks']);
}

function dropEmpty(text: string, path: readonly string[]): string {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, [...path]);
  return node && (node.children ?? []).length === 0 ? removeAt(text, path) : text;
}
