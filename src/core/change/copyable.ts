import type { World } from '../shared/world.js';
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

/** Undefined where nothing of this disk is lost. */
export function copyableOf(previews: readonly Preview[], world: World): Copyable | undefined {
  const paths = outermost(previews.flatMap(({ losing = [] }) => losing));
  const { raw } = world;
  if (paths.length === 0 || raw === undefined) return undefined;
  let files = 0;
  let bytes = 0;
  for (const path of paths) {
    const walk =
      world.files.kind(path) === 'directory' ? walkBelow(path, world) : { files: [path], whole: true };
    for (const file of walk.files) {
      files += 1;
      bytes += raw.stat(file)?.size ?? 0;
      if (files > copyLimits.files || bytes > copyLimits.bytes) return { paths, files, bytes, fits: false };
    }
    if (!walk.whole) return { paths, files, bytes, fits: false };
  }
  return { paths, files, bytes, fits: true };
}

/** Each once, and none that lies below another. */
function outermost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      if (all.has(path.slice(0, at))) return false;
    return true;
  });
}
