import { hasOption } from '../../../command/arguments.js';
import type { Value } from '../../../command/invocation.js';
import { directoryOf } from '../../../target/files.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import { locationOf } from '../../files/place.js';
import { areAsInIndex } from '../../files/unchanged.js';
import type { Draft } from '../../table.js';

/** A checkout that names paths or is forced throws changes away; one that switches branches keeps them. */
export function gitCheckout(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  const words = args.operands.slice(1);
  if (hasOption(args, '-f', '--force', '--pathspec-from-file', '--ours', '--theirs', '-m', '--merge')) return [lost(words, setting)];
  if (hasOption(args, '-b', '-B', '--orphan', '--track', '-t', '--detach')) return [switched(words)];
  const paths = pathsOf(words, args.terminated === undefined ? undefined : args.terminated - 1, setting);
  if (paths.length === 0) return [switched(words)];
  // Behind a commit, what is staged goes as well.
  return paths.length === words.length ? [restored(paths, setting)] : [lost(paths, setting)];
}

/** `git restore`: from the index into the worktree, unless another source or the index itself is named. */
export function gitRestore(setting: ToolInvocation): readonly Draft[] | undefined {
  const { args } = setting;
  const paths = args.operands.slice(1);
  const isOther = hasOption(args, '-s', '--source', '-S', '--staged', '--pathspec-from-file', '--ours', '--theirs', '-m', '--merge', '-p', '--patch');
  return isOther || paths.length === 0 || !isKept(paths, setting) ? undefined : [restored(paths, setting)];
}

function isKept(paths: readonly Value[], setting: ToolInvocation): boolean {
  return areAsInIndex(
    paths.map(({ text }) => text),
    setting,
  );
}

/** What is as the index has it is not lost by being written anew. */
function restored(paths: readonly Value[], setting: ToolInvocation): Draft {
  const draft = lost(paths, setting);
  if (draft.traits?.includes('guard') === true || !isKept(paths, setting)) return draft;
  const { safer: _, ...rest } = draft;
  return {
    ...rest,
    verb: 'modify',
    resource: `unchanged files/${paths
      .map(({ text }) => text)
      .slice(0, 20)
      .join(',')}`,
    traits: [],
  };
}

/** After `--` all are paths; without it, everything after a first word that is a commit, or that is there as a file. */
function pathsOf(words: readonly Value[], terminated: number | undefined, setting: ToolInvocation): readonly Value[] {
  if (terminated !== undefined) return words.slice(Math.max(0, terminated));
  if (words.length > 1) return words.slice(isFile(words[0], setting) ? 0 : 1);
  return words.filter((word) => isFile(word, setting));
}

function isFile(word: Value | undefined, setting: ToolInvocation): boolean {
  if (word === undefined) return false;
  if (/^(?:\.{1,2}|:\/.*)$/.test(word.text) || word.glob === true) return true;
  return setting.world.files.kind(locationOf(word.text, directoryOf(setting), setting.world).path) === 'file';
}

function lost(paths: readonly Value[], setting: ToolInvocation): Draft {
  const names = paths.map((value) => value.text);
  const guard = names.some((name) => locationOf(name, directoryOf(setting), setting.world).traits.includes('guard'));
  return {
    verb: 'delete',
    resource: names.length === 0 ? 'uncommitted changes' : `uncommitted changes/${names.slice(0, 20).join(',')}`,
    traits: guard ? ['unsaved', 'guard'] : ['unsaved'],
    reach: Math.max(1, names.length),
    safer: 'git stash push',
  };
}

function switched(words: readonly Value[]): Draft {
  const name = words[0]?.text;
  return { verb: 'modify', resource: name === undefined ? 'branch' : `branch/${name}` };
}
