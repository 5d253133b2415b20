import type { TrustFiles } from '../../core/countersign/trust-bundle.js';
import { ok, type Result } from '../../core/shared/result.js';
import type { GitFailure } from '../git/git-conversation.js';
import type { TreeEntry } from '../git/git-object.js';
import type { GitReader } from '../git/git-reader.js';
import type { GitRemote } from '../git/git-remote.js';

const folder = '.countersign';
const parts = { policy: 'policy.json', roster: 'allowed_signers', endorsement: 'endorsement.json' } as const;
const mostBytes = 512 * 1024;
const mostOfTree = 8 * 1024 * 1024;

/** The files below `.countersign` at one commit; no files at all where there is no such folder. */
export type FilesAt = TrustFiles & { readonly parent: string | undefined; readonly folderId: string };

/** The commit that the remote's default branch is at; undefined in a repository without one. */
export async function headOf(remote: GitRemote): Promise<Result<string | undefined, GitFailure>> {
  const refs = await remote.refs(['HEAD']);
  return refs.ok ? ok(refs.value.find(({ name }) => name === 'HEAD')?.id) : refs;
}

/** A few small objects where the server gives them one by one, else the whole commit. */
export async function filesAt(remote: GitRemote, commit: string): Promise<Result<TrustFiles, GitFailure>> {
  const read = await remote.read((reader) => filesOf(reader, commit, undefined));
  if (read.ok || (read.error.code !== 'unsupported' && read.error.code !== 'absent')) return read;
  const paths = Object.values(parts).map((name) => `${folder}/${name}`);
  const files = await remote.snapshot(commit, paths, mostBytes);
  if (!files.ok) return files;
  const file = (name: string): Uint8Array | undefined => {
    const bytes = files.value.get(`${folder}/${name}`);
    return bytes === undefined ? undefined : new Uint8Array(bytes);
  };
  return ok({
    commit,
    policy: file(parts.policy),
    roster: file(parts.roster),
    endorsement: file(parts.endorsement),
  });
}

/** Each change of the folder, newest first, along the first parents, until `isEnough` or after `most` commits. */
export async function historyOf(
  remote: GitRemote,
  commit: string,
  most: number,
  isEnough: (files: TrustFiles) => boolean,
): Promise<Result<readonly TrustFiles[], GitFailure>> {
  return remote.read(async (reader) => {
    const changes: FilesAt[] = [];
    let next: string | undefined = commit;
    for (let count = 0; next !== undefined && count < most; count += 1) {
      const files: Result<FilesAt, GitFailure> = await filesOf(reader, next, changes.at(-1));
      if (!files.ok) return files;
      if (files.value.folderId !== changes.at(-1)?.folderId) changes.push(files.value);
      if (isEnough(files.value)) break;
      next = files.value.parent;
    }
    return ok(changes);
  });
}

async function filesOf(
  reader: GitReader,
  commit: string,
  last: FilesAt | undefined,
): Promise<Result<FilesAt, GitFailure>> {
  const object = await reader.object(commit, 'commit', mostBytes);
  if (!object.ok) return object;
  const text = object.value.bytes.toString('utf8');
  const tree = /^tree ([0-9a-f]{40,64})$/m.exec(text)?.[1] ?? '';
  const parent = /^parent ([0-9a-f]{40,64})$/m.exec(text.slice(0, text.indexOf('\n\n')))?.[1];
  const root = await reader.tree(tree, mostOfTree);
  if (!root.ok) return root;
  const found = root.value.find(({ name, isFolder }) => name === folder && isFolder);
  const none = { commit, parent, policy: undefined, roster: undefined, endorsement: undefined };
  if (found === undefined) return ok({ ...none, folderId: '' });
  if (last?.folderId === found.id) return ok({ ...last, commit, parent });
  const entries = await reader.tree(found.id, mostOfTree);
  if (!entries.ok) return entries;
  const files = new Map<string, Uint8Array | undefined>();
  for (const name of Object.values(parts)) {
    const file = await fileOf(reader, entries.value, name);
    if (!file.ok) return file;
    files.set(name, file.value);
  }
  return ok({
    commit,
    parent,
    folderId: found.id,
    policy: files.get(parts.policy),
    roster: files.get(parts.roster),
    endorsement: files.get(parts.endorsement),
  });
}

async function fileOf(
  reader: GitReader,
  entries: readonly TreeEntry[],
  name: string,
): Promise<Result<Uint8Array | undefined, GitFailure>> {
  const entry = entries.find((one) => one.name === name && one.isFile);
  if (entry === undefined) return ok(undefined);
  const blob = await reader.object(entry.id, 'blob', mostBytes);
  return blob.ok ? ok(new Uint8Array(blob.value.bytes)) : blob;
}
