import { err, ok, type Result } from '../../core/shared/result.js';
import { type GitFailure, gitRefusal } from './git-conversation.js';
import { runGit } from './git-program.js';
import type { PushParts } from './git-push.js';

/** Fetches one commit whole, without its history, and reads files of it. */
export async function snapshotOf(
  { address, env, scratch, timeoutMs }: PushParts,
  commit: string,
  paths: readonly string[],
  mostBytes: number,
): Promise<Result<ReadonlyMap<string, Buffer>, GitFailure>> {
  const options = { env: { ...env, GIT_DIR: scratch.folder }, cwd: scratch.folder, timeoutMs };
  const fetching = ['fetch', '-q', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-gc'];
  const fetched = await runGit([...fetching, '--', address.url, '+HEAD:refs/heads/seen'], options);
  if (!fetched.ok) {
    return err({
      code: fetched.error.code === 'timeout' ? 'timeout' : 'no-git',
      detail: fetched.error.detail,
    });
  }
  if (fetched.value.code !== 0) return err(gitRefusal(fetched.value.stderr));
  const files = new Map<string, Buffer>();
  for (const path of paths) {
    const name = `${commit}:${path}`;
    const kind = await runGit(['ls-tree', commit, '--', path], options);
    if (!kind.ok || kind.value.code !== 0) return err({ code: 'absent', detail: commit });
    if (!/^100(?:644|755) blob /.test(kind.value.stdout)) continue;
    const size = await runGit(['cat-file', '-s', name], options);
    if (!size.ok || Number(size.value.stdout) > mostBytes) return err({ code: 'too-large', detail: path });
    const read = await runGit(['cat-file', 'blob', name], { ...options, most: mostBytes });
    if (!read.ok || read.value.code !== 0) return err({ code: 'unsupported', detail: path });
    files.set(path, Buffer.from(read.value.stdout));
  }
  return ok(files);
}
