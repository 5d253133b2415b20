import { compilePattern, matches } from '../../command/glob.js';
import type { World } from '../../shared/world.js';

/** True when the ignore files between `root` and `path` leave it out: it was made by tools, not by people. */
export function isIgnoredByGit(path: string, root: string, world: World): boolean {
  const parts = path.slice(root.length + 1).split('/');
  // A folder that is left out takes all in it with it.
  return parts.some((_part, index) =>
    isLeftOut(parts.slice(0, index + 1), index < parts.length - 1, root, world),
  );
}

/** The last line that fits decides; lines of a deeper folder come later. */
function isLeftOut(parts: readonly string[], isFolder: boolean, root: string, world: World): boolean {
  let out = false;
  const files = [
    `${root}/.git/info/exclude`,
    ...parts.map((_part, index) => [root, ...parts.slice(0, index), '.gitignore'].join('/')),
  ];
  for (const [index, file] of files.entries()) {
    const read = world.files.read(file);
    if (!read.ok) continue;
    const own = parts.slice(Math.max(0, index - 1));
    for (const line of read.text.split(/\r?\n/).slice(0, 2_000)) {
      const fits = fitsLine(line.trim(), own, isFolder);
      if (fits !== undefined) out = fits;
    }
  }
  return out;
}

/** Whether a line leaves out (true) or takes back (false) the path; undefined where it is about another. */
function fitsLine(line: string, parts: readonly string[], isFolder: boolean): boolean | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const negated = line.startsWith('!');
  const body = negated ? line.slice(1) : line;
  if (body.endsWith('/') && !isFolder) return undefined;
  const pattern = body.replace(/\/$/, '');
  const anchored = pattern.includes('/');
  const wanted = (anchored ? pattern.replace(/^\//, '') : pattern).split('/');
  const given = anchored ? parts : parts.slice(-1);
  return fitsParts(wanted, given) ? !negated : undefined;
}

function fitsParts(wanted: readonly string[], given: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return given.length === 0;
  if (first === '**')
    return rest.length === 0
      ? given.length > 0
      : given.some((_part, index) => fitsParts(rest, given.slice(index)));
  const [name, ...others] = given;
  if (name === undefined) return false;
  const compiled = compilePattern(first);
  return compiled !== undefined && matches(compiled, name) === true && fitsParts(rest, others);
}
