import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readIni } from '../../core/target/ini.js';

/** A workspace's repository as its files tell it; nothing of it is run. */
export interface WorkspaceRepository {
  /** The folder of the working tree, links resolved. */
  readonly top: string;
  /** `origin`, or the only remote there is; as the configuration spells it. */
  readonly remote: string | undefined;
}

export function workspaceRepository(folder: string): WorkspaceRepository | undefined {
  let top: string;
  try {
    top = realpathSync(folder);
  } catch {
    return undefined;
  }
  for (; !isThere(join(top, '.git')); top = dirname(top)) {
    if (dirname(top) === top) return undefined;
  }
  return { top, remote: remoteIn(configOf(join(top, '.git'))) };
}

/** A file of the working tree; undefined when there is none, or when it is too large to be one of ours. */
export function workingFile(top: string, path: string, mostBytes: number): Buffer | undefined {
  try {
    const whole = join(top, path);
    const found = statSync(whole);
    return found.isFile() && found.size <= mostBytes ? readFileSync(whole) : undefined;
  } catch {
    return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** In a worktree `.git` is a file that points to a folder, which points to the one with the configuration. */
function configOf(path: string): string {
  const pointed = /^gitdir:\s*(.+)$/m.exec(textAt(path))?.[1]?.trim();
  const folder = pointed === undefined ? path : resolve(dirname(path), pointed);
  const common = textAt(join(folder, 'commondir')).trim();
  return textAt(join(common === '' ? folder : resolve(folder, common), 'config'));
}

function textAt(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function remoteIn(config: string): string | undefined {
  const sections = readIni(config);
  const remotes = [...sections].flatMap(([name, section]) => {
    const remote = /^remote "(.+)"$/.exec(name)?.[1];
    const url = section.get('url');
    return remote === undefined || url === undefined ? [] : [{ remote, url }];
  });
  return (
    remotes.find(({ remote }) => remote === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined)
  )?.url;
}
