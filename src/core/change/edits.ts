import type { World } from '../shared/world.js';
import type { FileEdit } from '../toolcall/toolcall.js';
import type { UnknownPart } from './change.js';
import { shownPath } from './nearby.js';
import { notKnown, type ObjectItem, type Preview } from './preview.js';
import { type EditProblem, type ResolvedEdit, resolveEdit } from './resolve-edit.js';

/** Longer texts, in UTF-16 units of both sides onePreview, are named instead of shown. */
const textLimit = 1024 * 1024;

const unknowns: Readonly<Record<EditProblem, UnknownPart['what']>> = {
  unreadable: 'unreadable',
  binary: 'unreadable',
  'too-large': 'too-large',
  'no-match': 'written',
  'unknown-form': 'written',
};

/** Every file that a call edits, before and after. Two edits of one file are one change. */
export function previewEdits(edits: readonly FileEdit[], world: World): Preview {
  const resolved = new Map<string, ResolvedEdit>();
  for (const edit of edits) {
    const next = resolveEdit(edit, worldAfter(resolved, world));
    const earlier = resolved.get(next.path);
    resolved.set(next.path, earlier === undefined ? next : onePreview(earlier, next));
  }
  const previews = [...resolved.values()].map((edit) => previewOf(edit, world));
  const unknown = previews.flatMap((preview) => preview.unknown ?? []);
  return {
    items: previews.flatMap((preview) => preview.items),
    sources: previews.length > 0 ? ['disk'] : [],
    ...(unknown.length === 0 ? {} : { unknown }),
  };
}

/** The disk as the earlier edits of the same call would leave it. */
function worldAfter(resolved: ReadonlyMap<string, ResolvedEdit>, world: World): World {
  const { files } = world;
  return {
    ...world,
    files: {
      kind: (path) => files.kind(path),
      list: (path) => files.list(path),
      real: (path) => files.real(path),
      identity: (path) => files.identity(path),
      bytes: (path) => files.bytes(path),
      read(path) {
        const earlier = resolved.get(path);
        if (earlier === undefined || earlier.problem !== undefined) return files.read(path);
        return earlier.after === null ? { ok: false, code: 'absent' } : { ok: true, text: earlier.after };
      },
    },
  };
}

function onePreview(earlier: ResolvedEdit, next: ResolvedEdit): ResolvedEdit {
  const problem = earlier.problem ?? next.problem;
  const { path, after } = next;
  return { path, before: earlier.before, after, ...(problem === undefined ? {} : { problem }) };
}

function previewOf(edit: ResolvedEdit, world: World): Preview {
  const path = shownPath(edit.path, world);
  const { before, after } = edit;
  if (edit.problem !== undefined) {
    return { items: [named(path, 'changed')], sources: [], ...notKnown(unknowns[edit.problem], path) };
  }
  if (before === after) return { items: [], sources: [] };
  if ((before?.length ?? 0) + (after?.length ?? 0) > textLimit) {
    const sign = after === null ? 'deleted' : before === null ? 'created' : 'changed';
    return { items: [named(path, sign)], sources: [], ...notKnown('too-large', path) };
  }
  return { items: [{ kind: 'file', path, before, after }], sources: [] };
}

function named(name: string, sign: ObjectItem['sign']): ObjectItem {
  return { kind: 'object', sign, noun: 'file', name };
}
