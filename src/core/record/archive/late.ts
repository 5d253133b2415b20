/** How an archive stands to a record, as far as the machine knows. Times are Unix milliseconds. */
export interface ArchiveStanding {
  /** Entries of the record, and how many of them the archive has confirmed. */
  readonly size: number;
  readonly archived: number;
  /** When it last did; undefined before it ever did. */
  readonly at: number | undefined;
  /** When the first entry that waits was written; where that is not known, a later time. */
  readonly waitingSince: number | undefined;
}

/** Entries that wait for an archive, and for how long it has confirmed nothing; undefined where nothing waits. */
export function waitingFor(
  { size, archived, at, waitingSince }: ArchiveStanding,
  now: number,
): { readonly entries: number; readonly forMs: number } | undefined {
  if (archived >= size || waitingSince === undefined) return undefined;
  // An idle machine has nothing to send: it waits from its first entry on, and not from the last word.
  return { entries: size - archived, forMs: Math.max(0, now - Math.max(waitingSince, at ?? 0)) };
}
