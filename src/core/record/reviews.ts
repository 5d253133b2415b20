import { defaultReviewHours } from '../policy/team-policy.js';
import { hourMs } from '../shared/durations.js';
import type { Entry, EntryBody } from './entry.js';

/** A broken glass that nobody has looked at yet. */
export interface Review {
  readonly request: string;
  /** Who broke it: never who closes it. */
  readonly person: string;
  readonly reason: string;
  /** What ran. */
  readonly summary: string;
  /** SHA-256, hex, of the signed notice: what a review names. */
  readonly statement: string;
  /** The notice's own id at the courier; empty where an older version wrote the entry. */
  readonly id: string;
  /** Who may look at it; empty where the entry does not say. */
  readonly from: readonly string[];
  /** Unix milliseconds: from then on it is overdue. */
  readonly by: number;
  /** Of the entry. */
  readonly seq: number;
  readonly ts: number;
}

export function isOverdue({ by }: Pick<Review, 'by'>, now: number): boolean {
  return now >= by;
}

/** What an entry has to hold to be looked at, as it stands in its raw line. */
export const reviewMarks = ['"type":"break-glass"', '"type":"review.received"'] as const;

/** Which reviews are due, entry by entry, oldest first. */
export class ReviewFold {
  private readonly due = new Map<string, Review>();

  /** `counts`: whether this installation wrote it. What closes a review counts by no other entry. */
  take(entry: Entry, counts: (entry: Entry) => boolean = () => true): void {
    const { body } = entry;
    if (body.type === 'break-glass') this.due.set(body.statement, reviewOf(body, entry));
    if (body.type !== 'review.received' || !counts(entry)) return;
    const { person, from = [] } = this.due.get(body.statement) ?? {};
    if (person === body.person || (from.length > 0 && !from.includes(body.person))) return;
    this.due.delete(body.statement);
  }

  /** The one that is due first comes first. */
  open(): readonly Review[] {
    return [...this.due.values()].sort((a, b) => a.by - b.by || a.seq - b.seq);
  }
}

function reviewOf(body: Extract<EntryBody, { readonly type: 'break-glass' }>, { seq, ts }: Entry): Review {
  const { request, person, reason, summary, statement, review } = body;
  return {
    request,
    person,
    reason,
    summary,
    statement,
    id: review?.id ?? '',
    from: review?.from ?? [],
    by: review?.by ?? ts + defaultReviewHours * hourMs,
    seq,
    ts,
  };
}
