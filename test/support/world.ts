import type { FileKind, Files, World } from '../../src/core/shared/world.js';

/** A world held in a map: no disk, no process. Paths are absolute; folders exist where a file below them does. */
export function memoryWorld(
  form: {
    readonly cwd?: string;
    readonly home?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
    readonly platform?: World['platform'];
  } = {},
): World {
  return {
    platform: form.platform ?? 'posix',
    cwd: form.cwd ?? '/projects/app',
    home: form.home ?? '/home/ada',
    env: form.env ?? {},
    files: memoryFiles(form.files ?? {}),
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
  };
}
