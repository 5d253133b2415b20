import { type ChainHead, emptyChain, extendChain, type RecordBreak } from '../../core/record/verify.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import { forwards } from './segments.js';

/** Checks segment files, oldest first, one line after the other: memory stays flat however long the record is. */
export function verifyRecord(files: readonly string[]): Result<ChainHead, RecordBreak> {
  let chain = emptyChain;
  for (const file of files) {
    try {
      for (const line of forwards(file)) {
        const step = extendChain(chain, line);
        if (!step.ok) return err({ ...step.error, file });
        chain = step.head;
      }
    } catch (error) {
      return err({ code: 'unreadable', file, detail: errorCode(error) });
    }
  }
  return ok(chain);
}
