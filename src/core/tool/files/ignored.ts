import { type IgnoreWord, readIgnoreRules } from '../../git/ignore-rules.js';
import type { World } from '../../shared/world.js';

/** True when the ignore files between `root` and `path` leave it out: it was made by tools, not by people. */
export function isIgnoredByGit(path: string, root: string, world: World): boolean {
  const parts = path.slice(root.length + 1).split('/');
  // A folder that is left out takes all in it with it.
  return parts.some(
    (_part, index) => wordOn(parts.slice(0, index + 1), index < parts.length - 1, root, world) === 'ignored',
  );
}

/** The file nearest to the path that says something of it decides. */
function wordOn(parts: readonly string[], isFolder: boolean, root: string, world: World): IgnoreWord {
  for (let depth = parts.length - 1; depth >= 0; depth -= 1) {
    const file = [root, ...parts.slice(0, depth), '.gitignore'].join('/');
    const word = wordIn(file, parts.slice(depth).join('/'), isFolder, world);
    if (word !== undefined) return word;
  }
  return wordIn(`${root}/.git/info/exclude`, parts.join('/'), isFolder, world);
}

function wordIn(file: string, path: string, isFolder: boolean, world: World): IgnoreWord {
  const read = world.files.read(file);
  if (!read.ok) return undefined;
  const rules = readIgnoreRules(read.text);
  // A line that was not read may take the path back.
  return rules.isWhole ? rules.wordOn(path, isFolder) : 'kept';
}
