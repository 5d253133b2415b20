import type { World } from '../shared/world.js';
import type { UnknownPart } from './change.js';
import type { Preview } from './preview.js';
import { walkBelow } from './walk.js';

/** What of this disk alone goes with a call: what can be copied before it runs. */
export interface Copyable {
  /** Absolute; a folder stands for all that lies in it. */
  readonly paths: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** False for more than is kept; the numbers are then too small. */
  readonly fits: boolean;
}

/** More than this of one call is not copied; a copy is kept for so many days. */
export const copyLimits = { files: 20_000, bytes: 256 * 1024 * 1024, days: 14 } as const;

/** Adding up bytes comes behind everything else, and has so much longer. */
const graceMs = 60;

/** Undefined where nothing of this disk is lost. */
export function copyableOf(previews: readonly Preview[], world: World): Copyable | undefined {
  const losing = previews.flatMap((preview) => preview.losing ?? []);
  // So many are too many, whatever they hold.
  if (losing.length > copyLimits.files) return { paths: [], files: losing.length, bytes: 0, fits: false };
  const paths = outermost(losing);
  const { raw } = world;
  if (paths.length === 0 || raw === undefined) return undefined;
  const walks = paths.map((path) =>
    world.files.kind(path) === 'directory' ? walkBelow(path, world) : { files: [path], whole: true },
  );
  const files = walks.reduce((sum, walk) => sum + walk.files.length, 0);
  let bytes = 0;
  if (files > copyLimits.files || previews.some(isPart) || walks.some(({ whole }) => !whole))
    return { paths, files, bytes, fits: false };
  for (const [at, file] of walks.flatMap((walk) => walk.files).entries()) {
    bytes += raw.stat(file)?.size ?? 0;
    const isLate = at % 256 === 0 && world.isLate?.(graceMs) === true;
    if (bytes > copyLimits.bytes || isLate) return { paths, files, bytes, fits: false };
  }
  return { paths, files, bytes, fits: true };
}

/** More goes than was found. */
function isPart({ losing = [], unknown = [] }: Preview): boolean {
  return losing.length > 0 && unknown.some(({ what }) => partial.has(what));
}

const partial: ReadonlySet<UnknownPart['what']> = new Set([
  'uncounted',
  'uncompared',
  'unweighed',
  'too-large',
]);

/** Each once, and none that lies below another. */
function outermost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      if (all.has(path.slice(0, at))) return false;
    return true;
  });
}
