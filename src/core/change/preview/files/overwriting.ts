import { resolvePath } from '../../../command/paths.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import type { ToolCall } from '../../../toolcall/toolcall.js';
import type { ChangeItem } from '../../change.js';
import { shownPath, startOf } from '../../nearby.js';
import { notKnown, type Preview } from '../../preview.js';
import { isSecretFile } from '../../secret-files.js';
import { type FateOf, fatesFor, isUnkept, keptBy } from './fate.js';
import { writtenTo } from './written.js';

const shownText = 512 * 1024;

/** Writing to a path: what stands there now, whether git has that, and the text afterwards where the call says it. */
export function overwriting(effect: Effect, path: string, call: ToolCall, world: World): Preview {
  const kind = world.files.kind(path);
  const name = shownPath(path, world);
  if (isMovedAway(effect, path, world)) return movedAway(effect, path, world);
  if (kind === 'absent' && isMoved(effect)) return { items: [], sources: ['disk'] };
  const fates = fatesFor(effect, path, world);
  const fate = kind === 'file' ? fates(path) : undefined;
  const written = writtenTo(path, effect, call, world);
  const isSecret = effect.traits.includes('secret') || isSecretFile(path);
  const read = world.files.read(path);
  const before =
    kind === 'absent'
      ? null
      : read.ok && !read.lossy && read.text.length <= shownText
        ? read.text
        : undefined;
  if (written !== undefined && before !== undefined && !isSecret && name !== path) {
    const after = written.isAppended ? `${before ?? ''}${written.text}` : written.text;
    if (before === after) return { items: [], sources: ['disk'] };
    const isLosing = before !== null && !written.isAppended && fate !== undefined;
    const losing = written.isAppended ? [] : overwritten(path, kind, fates, world);
    const item: ChangeItem = {
      kind: 'file',
      path: name,
      before,
      after,
      ...(isLosing ? { consequence: fate } : {}),
    };
    return { items: [item], sources: ['disk'], losing, ...keptBy([item], path, world) };
  }
  const size = world.raw?.stat(path)?.size;
  const item: ChangeItem = {
    kind: 'object',
    sign: kind === 'absent' ? 'created' : 'changed',
    noun: kind === 'directory' ? 'directory' : 'file',
    name,
    ...(fate === undefined || written?.isAppended ? {} : { consequence: fate }),
    ...(size === undefined ? {} : { about: [{ is: 'bytes', text: String(size) }] }),
  };
  return {
    items: [item],
    sources: ['disk'],
    losing: written?.isAppended ? [] : overwritten(path, kind, fates, world),
    ...keptBy([item], path, world),
    ...(written === undefined ? notKnown('written', name) : {}),
  };
}

/** What is written through a link is the file behind it. */
function overwritten(
  path: string,
  kind: ReturnType<World['files']['kind']>,
  fateOf: FateOf,
  world: World,
): readonly string[] {
  if (kind === 'file') return isUnkept(fateOf(path)) ? [path] : [];
  const behind = kind === 'symlink' ? world.files.real(path) : undefined;
  return behind !== undefined && world.files.kind(behind) === 'file' ? [path, behind] : [];
}

function isMoved({ argv }: Effect): boolean {
  return /(?:^|\/)mv$/.test(argv[0] ?? '');
}

function isMovedAway(effect: Effect, path: string, world: World): boolean {
  const operands = effect.argv.slice(1).filter((word) => !word.startsWith('-'));
  const start = startOf(effect, world);
  return isMoved(effect) && operands.slice(0, -1).some((word) => resolvePath(start, word) === path);
}

/** The name goes; the bytes stand elsewhere. */
function movedAway(effect: Effect, path: string, world: World): Preview {
  if (world.files.kind(path) === 'absent') return { items: [], sources: ['disk'] };
  const item: ChangeItem = {
    kind: 'object',
    sign: 'changed',
    noun: world.files.kind(path) === 'directory' ? 'directory' : 'file',
    name: shownPath(path, world),
    about: [{ is: 'to', text: effect.argv.at(-1) ?? '' }],
  };
  return { items: [item], sources: ['disk'] };
}
