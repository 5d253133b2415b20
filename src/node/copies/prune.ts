import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hourMs } from '../../core/shared/durations.js';
import { keptLists, keptMs, listMacPath, listPath, namesBelow, objectsIn } from './copy-list.js';

/** What no list names may belong to one that is still being made. */
const unlistedMs = hourMs;

/** Takes away copies that are older than they were promised for, and bytes that no list names any more. */
export function pruneCopies(folder: string, now: number): void {
  const { lists, unreadable } = keptLists(folder);
  const kept = lists.filter(({ at }) => now < at + keptMs);
  for (const { id, at } of lists)
    if (now >= at + keptMs)
      for (const path of [listPath(folder, id), listMacPath(folder, id)]) rmSync(path, { force: true });
  // What a list that this version cannot read still needs is not known.
  if (unreadable.length > 0) return;
  const named = new Set(
    kept.flatMap(({ copied }) => copied.flatMap((one) => (one.kind === 'file' ? [one.sha256] : []))),
  );
  const objects = objectsIn(folder);
  for (const name of namesBelow(objects)) {
    if (name.endsWith('.new')) removeOld(join(objects, name), now);
    else
      for (const one of namesBelow(join(objects, name)))
        if (!named.has(one)) removeOld(join(objects, name, one), now);
  }
}

function removeOld(path: string, now: number): void {
  try {
    // Renaming sets the change time: a file that is kept once more is new by it.
    if (now - statSync(path).ctimeMs > unlistedMs) rmSync(path, { force: true });
  } catch {
    // Gone already.
  }
}
