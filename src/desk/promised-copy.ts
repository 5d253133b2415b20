import type { CopyFailure, Request } from '../core/approval/request.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { KeptCopy } from '../ports/ports.js';
import { note } from './ledger.js';
import type { DeskParts } from './parts.js';
import type { Judged } from './ring.js';

/**
 * Keeps the copy that was promised with a yes, of what the call takes from this disk as it stands now. It is in the record
 * before the call is released. Undefined where none was promised.
 */
export async function promisedCopy(
  request: Request,
  { call, assessment, site, facts }: Judged,
  { judge, copies, record }: Pick<DeskParts, 'judge' | 'copies' | 'record'>,
): Promise<Result<KeptCopy, CopyFailure> | undefined> {
  const { id, state, copy } = request;
  if (state.kind !== 'approved' || state.copyFirst !== true) return undefined;
  if (copies === undefined) return err({ code: 'not-possible', detail: '' });
  const { copyable } = await judge.foresee(call, assessment, site, 'unhurried');
  if (copyable?.fits === false) return err({ code: 'too-large', detail: '' });
  // What was offered is found again, or nobody knows what would be lost: then nothing was kept.
  if (copyable === undefined || copyable.files < (copy?.files ?? 0))
    return err({ code: 'not-possible', detail: '' });
  const of = { id, cwd: site.cwd, summary: facts.summary };
  const kept = await copies.keep(of, copyable.paths);
  if (!kept.ok) return kept;
  const { files, bytes, list } = kept.value;
  const noted = await note(record, { ...facts, type: 'copy.kept', request: id, files, bytes, list });
  return noted.ok ? ok(kept.value) : err({ code: 'unwritable', detail: noted.error.detail });
}
