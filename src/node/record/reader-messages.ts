import type { Overview } from '../../core/record/overview/overview.js';
import type { RecordQuery } from '../../core/record/query.js';

/** What the reading thread is asked, when it is started. `folder` is the record's. */
export type ReaderAsk = { readonly folder: string } & (
  | { readonly kind: 'overview' }
  /** The newest entries that fit, at most `limit`, before entry number `before`. */
  | { readonly kind: 'find'; readonly query: RecordQuery; readonly before: number; readonly limit: number }
  /** One entry, what a witness saw of the record when it had `seen` entries, and the last time before that the same call was made. */
  | { readonly kind: 'entry'; readonly seq: number; readonly seen: number | undefined }
);

/** One entry as it lies there now. */
export interface LyingEntry {
  /** The raw line; undefined where the record has none of this number. */
  readonly line: string | undefined;
  /** SHA-256, hex, of the last of the entries that a witness saw; undefined where it is not there. */
  readonly head: string | undefined;
}

/** What the thread tells; the last of it is what was asked for. */
export type ReaderTold =
  /** `isWhole`: nothing older is still to be counted. */
  | { readonly kind: 'overview'; readonly overview: Overview; readonly isWhole: boolean }
  /** Raw lines, newest first, in the order in which they are found. `isEnd`: there are no more, or none are wanted. */
  | {
      readonly kind: 'found';
      readonly lines: readonly string[];
      readonly isEnd: boolean;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'entry'; readonly entry: LyingEntry }
  /** The raw lines of the same call made before, its last first; empty where it never was. */
  | {
      readonly kind: 'before';
      readonly lines: readonly string[];
      /** Raw lines that say that something of its request was erased, the last first. */
      readonly erasures: readonly string[];
    };

/** Both ends of the thread are one program and pass each other typed values: only that it is one of them is looked at. */
export function isReaderAsk(value: unknown): value is ReaderAsk {
  return typeof value === 'object' && value !== null && 'folder' in value && 'kind' in value;
}

export function isReaderTold(value: unknown): value is ReaderTold {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
