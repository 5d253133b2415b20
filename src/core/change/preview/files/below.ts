import type { World } from '../../../shared/world.js';
import type { UnknownPart } from '../../change.js';
import { shownPath } from '../../nearby.js';
import type { ObjectItem } from '../../preview.js';
import { isSecretFile } from '../../secret-files.js';
import { walkBelow } from '../../walk.js';
import { type FateOf, isUnkept } from './fate.js';

/** Files that are named one by one, where nothing would bring them back. */
export const namedLimit = 50;

export interface Below {
  readonly items: readonly ObjectItem[];
  readonly unknown: readonly UnknownPart[];
  /** Of all that lies there: what nothing is known to bring back. */
  readonly losing: readonly string[];
}

/** All that lies below folders and goes with them: counted by what git has of it, and what is on this disk alone by name. */
export function rowsBelow(
  folders: readonly string[],
  label: string,
  world: World,
  fateOf: FateOf,
  loose: { readonly paths: readonly string[]; readonly whole: boolean },
): Below {
  const walks = folders.map((folder) => walkBelow(folder, world));
  const whole = loose.whole && walks.every((walk) => walk.whole);
  const byFate = new Map<ReturnType<FateOf>, string[]>();
  const histories = new Set<string>();
  for (const path of [loose.paths, ...walks.map(({ files }) => files)].flat()) {
    const git = path.indexOf('/.git/');
    if (git >= 0) {
      histories.add(path.slice(0, git + '/.git'.length));
      continue;
    }
    const fate = fateOf(path);
    const known = byFate.get(fate);
    if (known === undefined) byFate.set(fate, [path]);
    else known.push(path);
  }
  const isLate = world.isLate?.() === true;
  const directories = walks.reduce((sum, walk) => sum + walk.directories, 0);
  return {
    items: [
      ...counted('directories', label, directories, undefined, whole),
      ...[...byFate].flatMap(([fate, paths]) => rowsOf(paths, label, fate, world, whole)),
    ],
    unknown: [
      ...(whole ? [] : [{ what: isLate ? 'uncounted' : 'too-large', of: label } as const]),
      ...(byFate.has(undefined) && isLate ? [{ what: 'unweighed', of: label } as const] : []),
    ],
    losing: isAllLost(byFate)
      ? [...loose.paths, ...folders]
      : [...histories, ...[...byFate].flatMap(lostPaths)],
  };
}

function isAllLost(byFate: ReadonlyMap<ReturnType<FateOf>, readonly string[]>): boolean {
  return [...byFate.keys()].every(isUnkept);
}

function lostPaths([fate, paths]: readonly [ReturnType<FateOf>, readonly string[]]): readonly string[] {
  return isUnkept(fate) ? paths : [];
}

/** Few files that are lost for good are named; many are counted, and those that hold credentials still named. */
function rowsOf(
  paths: readonly string[],
  label: string,
  fate: ReturnType<FateOf>,
  world: World,
  whole: boolean,
): readonly ObjectItem[] {
  const isFew = paths.length <= namedLimit;
  const isNamed = (path: string): boolean =>
    world.raw !== undefined && (fate === 'uncommitted' || isFew || isSecretFile(path));
  const named =
    fate === 'untracked' || fate === 'uncommitted' ? paths.filter(isNamed).slice(0, namedLimit) : [];
  return [
    ...named.map((path) => fileRow(path, fate, world)),
    ...counted('files', label, paths.length - named.length, fate, whole),
  ];
}

/** A file by its name, how large it is and whether its name says that it holds credentials. */
export function fileRow(path: string, fate: ReturnType<FateOf>, world: World): ObjectItem {
  const size = world.raw?.stat(path)?.size;
  const about = [
    ...(size === undefined ? [] : [{ is: 'bytes', text: String(size) } as const]),
    ...(isSecretFile(path) ? [{ is: 'secret', text: 'credentials' } as const] : []),
  ];
  return {
    kind: 'object',
    sign: 'deleted',
    noun: 'file',
    name: shownPath(path, world),
    ...(fate === undefined ? {} : { consequence: fate }),
    ...(about.length > 0 ? { about } : {}),
  };
}

function counted(
  noun: 'files' | 'directories',
  name: string,
  count: number,
  fate: ReturnType<FateOf>,
  whole: boolean,
): readonly ObjectItem[] {
  if (count === 0) return [];
  return [
    {
      kind: 'object',
      sign: 'deleted',
      noun: count === 1 && noun === 'files' ? 'file' : noun,
      name,
      ...(whole
        ? count > 1
          ? { count }
          : {}
        : { uncounted: true, about: [{ is: 'at-least', text: `${count} ${noun}` }] }),
      ...(fate === undefined ? {} : { consequence: fate }),
    },
  ];
}
