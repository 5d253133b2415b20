import type { CopyFailure } from '../../core/approval/request.js';
import { copyLimits } from '../../core/change/copyable.js';
import { canonical } from '../../core/shared/canonical.js';
import { sha256 } from '../../core/shared/digest.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Clock, Copies, CopyOf, KeptCopy } from '../../ports/ports.js';
import { diskFailure, privateFolder, syncFolder, writeSoon } from '../files/disk.js';
import { CopyError, failureOf } from './copy-error.js';
import { type Copied, keptMs, listMacPath, listPath, macOfList, objectsIn } from './copy-list.js';
import { pruneCopies } from './prune.js';
import { roomFor, storeFile } from './store-file.js';
import { allToCopy, type ToCopy } from './to-copy.js';

/** Files that are copied at the same time. */
const together = 8;

/**
 * Copies under the home: each file's bytes once, by their SHA-256, and one list a call. A list is written last, so that
 * what it names is there.
 */
export class CopiesOnDisk implements Copies {
  constructor(
    private readonly folder: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async keep({ id, cwd, summary }: CopyOf, paths: readonly string[]): Promise<Result<KeptCopy, CopyFailure>> {
    try {
      privateFolder(objectsIn(this.folder));
      const all = await allToCopy(paths, cwd);
      const { files, bytes } = sizeOf(all);
      if (files > copyLimits.files || bytes > copyLimits.bytes) return err({ code: 'too-large', detail: '' });
      await roomFor(this.folder, bytes);
      const at = this.clock.now();
      const copied = await this.copied(all);
      const list = canonical({ v: 1, id, at, cwd, summary, files, bytes, copied });
      if (!list.ok) return err({ code: 'unreadable', detail: list.error.code });
      await writeSoon(listMacPath(this.folder, id), macOfList(this.folder, list.value), 'settled');
      await writeSoon(listPath(this.folder, id), list.value, 'settled');
      syncFolder(this.folder);
      pruneCopies(this.folder, at);
      return ok({ files, bytes, list: sha256(list.value), until: at + keptMs });
    } catch (error) {
      if (error instanceof CopyError) return err(error.failure);
      return err(diskFailure(error));
    }
  }

  /** In the order in which they were found: folders before what lies in them. */
  private async copied(all: readonly ToCopy[]): Promise<readonly Copied[]> {
    const copied: Copied[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let at = next++; at < all.length; at = next++) {
        const one = all[at];
        if (one !== undefined) copied[at] = one.kind === 'file' ? await this.file(one) : one;
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: together }, work));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
    return copied;
  }

  private async file({ path }: ToCopy): Promise<Copied> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return { kind: 'file', path, ...(await storeFile(path, this.folder)) };
      } catch (error) {
        if (failureOf(error)?.code !== 'changed' || attempt > 0) throw error;
      }
    }
  }
}

function sizeOf(all: readonly ToCopy[]): { readonly files: number; readonly bytes: number } {
  let [files, bytes] = [0, 0];
  for (const one of all) {
    if (one.kind === 'folder') continue;
    files += 1;
    if (one.kind === 'file') bytes += one.size;
  }
  return { files, bytes };
}
