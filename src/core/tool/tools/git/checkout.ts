import { hasOption } from '../../../command/arguments.js';
import type { Value } from '../../../command/invocation.js';
import { directoryOf } from '../../../target/files.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import { locationOf } from '../../files/place.js';
import type { Draft } from '../../table.js';

/** A checkout that names paths or is forced throws changes away; one that switches branches keeps them. */
export function gitCheckout(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  const words = args.operands.slice(1);
  if (hasOption(args, '-f', '--force', '--pathspec-from-file', '--ours', '--theirs', '-m', '--merge')) return [lost(words, setting)];
  if (hasOption(args, '-b', '-B', '--orphan', '--track', '-t', '--detach')) return [switched(words)];
  const paths = pathsOf(words, args.terminated === undefined ? undefined : args.terminated - 1, setting);
  return paths.length > 0 ? [lost(paths, setting)] : [switched(words)];
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
