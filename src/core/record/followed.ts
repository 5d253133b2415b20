import { sha256 } from '../shared/digest.js';
import { linkOf, noPrevious } from './line.js';

/** A chain as one reads it who goes on behind a break. */
export interface Followed {
  /** The number that the next entry has to have. */
  readonly next: number;
  /** SHA-256 of the last raw line. */
  readonly head: string;
  /** One more than the highest number that was seen, wherever it stood. */
  readonly high: number;
  /** What loosens counts from this entry on; `behindAll` from a break to where the reading that found it ends. */
  readonly counts: number;
}

/** Behind every entry that there can be. */
export const behindAll = Number.MAX_SAFE_INTEGER;

export const unread: Followed = { next: 0, head: noPrevious, high: 0, counts: 0 };

/**
 * One raw line behind what was read. Behind a line that does not continue the one before it, none says what stood there and was
 * taken away: nothing that loosens counts then, before or behind it.
 */
export function followed(at: Followed, line: string): Followed {
  const link = linkOf(line);
  const holds = link !== undefined && link.seq === at.next && link.prev === at.head;
  const next = (link?.seq ?? at.next - 1) + 1;
  return {
    next,
    head: sha256(line),
    high: Math.max(at.high, next),
    counts: holds ? at.counts : behindAll,
  };
}

/** Where reading has come to the end: what is said from now on counts again. */
export function atEnd(at: Followed): Followed {
  return at.counts === behindAll ? { ...at, counts: at.high } : at;
}
