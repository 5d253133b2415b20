import type { World } from '../../core/shared/world.js';
import { detachedText } from '../../messages/window/requests.js';

/** The branch checked out in the world's directory, read from the files of git; undefined when there is none. */
export function branchOf(world: World): string | undefined {
  const separator = world.platform === 'win32' ? '\\' : '/';
  let directory = world.cwd;
  for (;;) {
    const head = headOf(world, [directory, '.git'].join(separator), separator);
    if (head !== undefined) return head;
    const parent = directory.slice(0, directory.lastIndexOf(separator));
    if (parent === directory || parent === '') return undefined;
    directory = parent;
  }
}

function headOf(world: World, git: string, separator: string): string | undefined {
  const kind = world.files.kind(git);
  if (kind !== 'file' && kind !== 'directory') return undefined;
  const pointer = kind === 'file' ? world.files.read(git) : undefined;
  const folder = pointer?.ok ? /^gitdir: (.+)$/m.exec(pointer.text)?.[1] : git;
  if (folder === undefined) return undefined;
  const head = world.files.read(`${folder}${separator}HEAD`);
  if (!head.ok) return undefined;
  const name = /^ref: refs\/heads\/(.+)$/m.exec(head.text)?.[1];
  return name ?? detachedText(head.text.trim().slice(0, 10));
}
