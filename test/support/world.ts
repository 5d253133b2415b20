import type { FileKind, Files, World } from '../../src/core/shared/world.js';

/** A world held in a map: no disk, no process. Paths are absolute; folders exist where a file below them does. */
export function memoryWorld(
  form: {
    readonly cwd?: string;
    readonly home?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
    /** Symbolic links, by what they lead to: absolute paths. */
    readonly links?: Readonly<Record<string, string>>;
    /** Paths that are names of one file: each by another one that holds its text. */
    readonly names?: Readonly<Record<string, string>>;
    readonly platform?: World['platform'];
  } = {},
): World {
  return {
    platform: form.platform ?? 'posix',
    cwd: form.cwd ?? '/projects/app',
    home: form.home ?? '/home/ada',
    env: form.env ?? {},
    files: withNames(withLinks(memoryFiles(form.files ?? {}), form.links ?? {}), form.names ?? {}),
  };
}

function withLinks(files: Files, links: Readonly<Record<string, string>>): Files {
  const entries = Object.entries(links);
  if (entries.length === 0) return files;
  const follow = (path: string, depth = 0): string => {
    const [name, target] = entries.find(([link]) => path === link || path.startsWith(`${link}/`)) ?? [];
    if (name === undefined || target === undefined || depth > 8) return path;
    return follow(`${target}${path.slice(name.length)}`, depth + 1);
  };
  const parent = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
  return {
    read: (path) => files.read(follow(path)),
    kind: (path) => (Object.hasOwn(links, path) ? 'symlink' : files.kind(follow(path))),
    list: (path) =>
      [
        ...new Set([
          ...files.list(follow(path)),
          ...Object.keys(links).flatMap((link) =>
            parent(link) === path ? [link.slice(link.lastIndexOf('/') + 1)] : [],
          ),
        ]),
      ].sort(),
    real: (path) => files.real(follow(path)),
    identity: (path) => files.identity(follow(path)),
    bytes: (path) => files.bytes(follow(path)),
  };
}

function withNames(files: Files, names: Readonly<Record<string, string>>): Files {
  const first = (path: string): string => names[path] ?? path;
  const hasSeveral = (path: string): boolean =>
    Object.hasOwn(names, path) || Object.values(names).includes(path);
  return {
    ...files,
    read: (path) => files.read(first(path)),
    kind: (path) => (Object.hasOwn(names, path) ? 'file' : files.kind(path)),
    real: (path) => (Object.hasOwn(names, path) ? path : files.real(path)),
    identity: (path) => {
      const found = files.identity(first(path));
      return found && { ...found, links: hasSeveral(path) ? 2 : 1 };
    },
  };
}

function memoryFiles(files: Readonly<Record<string, string>>): Files {
  const paths = Object.keys(files);
  const kind = (path: string): FileKind => {
    if (Object.hasOwn(files, path)) return 'file';
    return paths.some((known) => known.startsWith(`${path === '/' ? '' : path}/`)) ? 'directory' : 'absent';
  };
  return {
    kind,
    read(path) {
      const text = files[path];
      if (text !== undefined && Object.hasOwn(files, path)) {
        return text.length > 8 * 1024 * 1024 ? { ok: false, code: 'too-large' } : { ok: true, text };
      }
      return { ok: false, code: kind(path) === 'directory' ? 'not-a-file' : 'absent' };
    },
    list(path) {
      const prefix = path === '/' ? '/' : `${path}/`;
      const names = paths
        .filter((known) => known.startsWith(prefix))
        .map((known) => known.slice(prefix.length));
      return [...new Set(names.map((name) => name.split('/')[0] ?? ''))].sort();
    },
    real: (path) => (kind(path) === 'absent' ? undefined : path),
    identity: (path) =>
      kind(path) === 'file' ? { id: path, links: 1, size: (files[path] ?? '').length } : undefined,
    bytes: (path) => {
      const text = files[path];
      return text === undefined ? undefined : bytesOf(text);
    },
  };
}

const kept = new Map<string, Uint8Array>();

/** Each character is a byte; the same text is the same object. */
function bytesOf(text: string): Uint8Array {
  const found = kept.get(text) ?? Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
  kept.set(text, found);
  return found;
}
