import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { FileEdit } from '../toolcall/toolcall.js';

/** Why the text after an edit cannot be told. */
export type EditProblem = 'unreadable' | 'too-large' | 'binary' | 'no-match' | 'unknown-form';

/** One file before and after, whole. Null where there is none. */
export interface ResolvedEdit {
  /** Absolute. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly problem?: EditProblem;
}

/** Works out what an edit makes of the file on disk. Never throws; what cannot be told is a problem. */
export function resolveEdit(edit: FileEdit, world: World): ResolvedEdit {
  const path = resolvePath(world.cwd, edit.path);
  if (edit.kind === 'whole') return { path, before: edit.before, after: edit.after };
  const disk = readDisk(path, world);
  switch (edit.kind) {
    case 'write':
      return { path, ...disk, after: edit.content };
    case 'delete':
      return { path, ...disk, after: null };
    case 'replace':
      return { path, ...disk, ...replaceIn(disk.before, edit.replacements, disk.problem) };
    case 'unreadable':
      return { path, before: disk.before, after: null, problem: 'unknown-form' };
  }
}

interface OnDisk {
  readonly before: string | null;
  readonly problem?: EditProblem;
}

function readDisk(path: string, world: World): OnDisk {
  const read = world.files.read(path);
  if (read.ok) return read.lossy ? { before: null, problem: 'binary' } : { before: read.text };
  switch (read.code) {
    case 'absent':
      return { before: null };
    case 'too-large':
      return { before: null, problem: read.code };
    case 'binary':
    case 'program':
      return { before: null, problem: 'binary' };
    case 'unreadable':
    case 'not-a-file':
      return { before: null, problem: 'unreadable' };
  }
}

type Replacement = Extract<FileEdit, { kind: 'replace' }>['replacements'][number];

/** An empty `old` on a missing file makes it; text that is not there leaves everything after it as it was. */
function replaceIn(
  before: string | null,
  replacements: readonly Replacement[],
  problem: EditProblem | undefined,
): { readonly after: string | null; readonly problem?: EditProblem } {
  if (problem !== undefined) return { after: null, problem };
  let text = before ?? '';
  for (const { old, new: next, all } of replacements) {
    if (old === '') {
      if (text !== '') return { after: text, problem: 'no-match' };
      text = next;
      continue;
    }
    const at = text.indexOf(old);
    if (at < 0) return { after: before === null ? null : text, problem: 'no-match' };
    text = all ? text.split(old).join(next) : text.slice(0, at) + next + text.slice(at + old.length);
  }
  return { after: text };
}
