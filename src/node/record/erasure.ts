import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOpen } from '../../core/approval/lifecycle.js';
import { keptLists, listMacPath, listPath, namesBelow, objectPath } from '../copies/copy-list.js';
import { syncFolder } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { keptRequest } from '../requests/kept-request.js';

/** What of a request lies beside the record, and may be erased. */
export interface Erasable {
  readonly request: string;
  /** Files that go: the request as it was shown, with all that was kept about it, and its copies. */
  readonly files: readonly string[];
}

/** Files that are there, and their bytes. */
export interface Going {
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** `waits`: its card can still be answered, or its approval used. `newer`: only a newer version can tell. */
export type NotErasable = { readonly request: string; readonly why: 'waits' | 'newer' };

/** When the request of a stored card, or its copy, was made; for whoever names a stretch of time. */
export function requestsBetween(home: Home, from: number, to: number): readonly string[] {
  const cards = requestsWithFiles(home).filter((request) => {
    const kept = keptRequest(home.root, request);
    return isWithin(kept.kind === 'kept' ? kept.request.createdAt : undefined, from, to);
  });
  const copies = keptLists(home.copies).lists.flatMap(({ id, at }) =>
    isWithin(at, from, to) ? [requestOf(id)] : [],
  );
  return [...new Set([...cards, ...copies])].sort((a, b) => numberOf(a) - numberOf(b));
}

/** What would go of one request; empty files where nothing of it lies here. */
export function erasableOf(home: Home, request: string): Erasable | NotErasable {
  const kept = keptRequest(home.root, request);
  if (kept.kind === 'newer') return { request, why: 'newer' };
  if (kept.kind === 'kept' && (isOpen(kept.request) || kept.request.state.kind === 'approved'))
    return { request, why: 'waits' };
  const cards = cardFolders(home).flatMap((folder) =>
    namesBelow(folder).flatMap((name) => (name.startsWith(`${request}.`) ? [join(folder, name)] : [])),
  );
  return { request, files: [...cards, ...copyFiles(home, request)] };
}

/** All that goes with these, the copied bytes too that nothing else needs. */
export function goingWith(home: Home, all: readonly Erasable[]): Going {
  const paths = [...all.flatMap(({ files }) => files), ...objectsOnlyOf(home, all)];
  const sizes = paths.map((path) => statSync(path, { throwIfNoEntry: false })?.size);
  const there = paths.filter((_, at) => sizes[at] !== undefined);
  return { paths: there, bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) };
}

/** Throws what the disk does; what is left then goes the next time. */
export function eraseFiles({ paths }: Going): void {
  for (const path of paths) rmSync(path, { force: true });
  for (const folder of new Set(paths.map((path) => dirname(path)))) syncFolder(folder);
}

/** The list of a copy, and those of what bringing it back replaced. */
function copyFiles({ copies }: Home, request: string): readonly string[] {
  return copyIdsOf(copies, request).flatMap((id) => [listPath(copies, id), listMacPath(copies, id)]);
}

function copyIdsOf(folder: string, request: string): readonly string[] {
  return namesBelow(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((id) => requestOf(id) === request);
}

/** Copied bytes that no other list names. While a list cannot be read, nobody knows which those are. */
function objectsOnlyOf({ copies }: Home, all: readonly Erasable[]): readonly string[] {
  const requests = new Set(all.map(({ request }) => request));
  const { lists, unreadable } = keptLists(copies);
  if (unreadable.length > 0) return [];
  const named = (ofThem: boolean): readonly string[] =>
    lists
      .filter(({ id }) => requests.has(requestOf(id)) === ofThem)
      .flatMap(({ copied }) => copied.flatMap((one) => (one.kind === 'file' ? [one.sha256] : [])));
  const others = new Set(named(false));
  return [...new Set(named(true))].filter((one) => !others.has(one)).map((one) => objectPath(copies, one));
}

function cardFolders({ requests }: Home): readonly string[] {
  return [requests, join(requests, 'decided')];
}

function requestsWithFiles(home: Home): readonly string[] {
  const names = cardFolders(home).flatMap(namesBelow);
  return [...new Set(names.flatMap((name) => /^(CS-[1-9]\d{0,8})\.json$/.exec(name)?.[1] ?? []))];
}

function requestOf(copy: string): string {
  return copy.split('.')[0] ?? copy;
}

function numberOf(request: string): number {
  return Number(request.slice('CS-'.length));
}

function isWithin(at: number | undefined, from: number, to: number): boolean {
  return at !== undefined && at >= from && at <= to;
}
