/** Interfaces that the desk needs answered. Adapters live in `node/` and `vscode/`; doubles in `test/support/`. */
import type { Request } from '../core/approval/request.js';
import type { Entry, EntryBody } from '../core/record/entry.js';
import type { Result } from '../core/shared/result.js';
import type { World } from '../core/shared/world.js';

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls back once at or after `at`; the returned function cancels. Survives sleeping through `at`. */
  at(at: number, run: () => void): () => void;
}

export interface Random {
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
}

/** The record on disk. `append` is durable when it returns ok; nothing may be released before that. */
export interface RecordStore {
  append(body: EntryBody): Result<Entry, RecordFailure>;
  /** The newest `limit` entries, newest first. */
  newest(limit: number): Result<readonly Entry[], RecordFailure>;
}

export interface RecordFailure {
  readonly code: 'full' | 'unwritable' | 'locked' | 'broken-chain';
  readonly detail: string;
}

/** Requests that outlive a window. `save` is durable and atomic. */
export interface RequestStore {
  load(): { readonly requests: readonly Request[]; readonly unreadable: readonly string[] };
  save(request: Request): Result<void, { readonly code: 'full' | 'unwritable'; readonly detail: string }>;
  /** The next number for `CS-n`, unique over all windows of this home. */
  nextNumber(): Result<number, { readonly code: 'full' | 'unwritable'; readonly detail: string }>;
}

/** Builds the world in which a call would run. */
export interface Worlds {
  for(cwd: string): World;
}
