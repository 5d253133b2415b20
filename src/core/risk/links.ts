import type { Invocation } from '../command/invocation.js';
import { resolvePath } from '../command/paths.js';
import type { Files, World } from '../shared/world.js';

/**
 * The world as it will be once the symbolic links that the command itself makes are there: `ln -s /srv /tmp/p && rm -rf /tmp/p/`
 * deletes in /srv. The links count for the whole command; to be there too early can only raise what is found.
 */
export function withLinks(world: World, invocations: readonly Invocation[]): World {
  const links = new Map(invocations.flatMap((one) => linkOf(one)));
  return links.size === 0 ? world : { ...world, files: linked(world.files, links) };
}

function linkOf({ program, argv, cwd }: Invocation): readonly (readonly [name: string, target: string])[] {
  const words = argv.slice(1).map((word) => word.text);
  const [target, name] = words.filter((word) => !/^-/.test(word));
  const makes = program === 'ln' || (program === 'cp' && words.some((word) => copiesAsLink.test(word)));
  if (!makes || target === undefined || name === undefined) return [];
  const path = resolvePath(cwd.text, name);
  // A second name of the same file leads to it as a link does; it is resolved where the command stands.
  const isSymbolic = program === 'ln' && words.some((word) => /^-[a-zA-Z]*s|^--symbolic$/.test(word));
  const from = isSymbolic ? path.slice(0, path.lastIndexOf('/')) || '/' : cwd.text;
  const end = resolvePath(from, target);
  // Where the name is a folder's, the link lies in it.
  return [
    [path, end],
    [`${path}/${end.slice(end.lastIndexOf('/') + 1)}`, end],
  ];
}

/** `cp -l`, `cp -rs`: links in place of copies. */
const copiesAsLink = /^-[a-zA-Z]*[ls]|^--(?:link|symbolic-link)$/;

function linked(files: Files, links: ReadonlyMap<string, string>): Files {
  return {
    read: (path) => files.read(path),
    list: (path) => files.list(path),
    identity: (path) => files.identity(path),
    bytes: (path) => files.bytes(path),
    kind: (path) => (links.has(path) ? 'symlink' : files.kind(path)),
    real: (path) => {
      for (const [name, target] of links) {
        if (path === name) return files.real(target) ?? target;
        if (path.startsWith(`${name}/`)) return `${files.real(target) ?? target}${path.slice(name.length)}`;
      }
      return files.real(path);
    },
  };
}
