import type { CopyFailure } from '../../core/approval/request.js';
import { errorCode } from '../files/disk.js';

/** Ends copying: a part of what was promised cannot be had. */
export class CopyError extends Error {
  constructor(readonly failure: CopyFailure) {
    super(`${failure.code} ${failure.detail}`);
  }
}

export function failureOf(error: unknown): CopyFailure | undefined {
  return error instanceof CopyError ? error.failure : undefined;
}

/** What the system says of a file that is to be read. */
export function unreadableFile(path: string, error: unknown): CopyError {
  return new CopyError({ code: 'unreadable', detail: `${path}, ${errorCode(error)}` });
}
