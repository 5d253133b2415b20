import { dayMs } from '../shared/durations.js';
import type { Entry, EntryBody } from './entry.js';

/** What an entry has to hold to be looked at, as it stands in its raw line. */
export const retentionMarks = [
  '"type":"retention.pruned"',
  '"type":"hold.begun"',
  '"type":"hold.ended"',
] as const;

const monthMs = 30 * dayMs;

/** A clock that is ahead by less has only been set right. */
const clockErrorMs = dayMs;

/** What is older than this may go. */
export function cutOff(now: number, months: number): number {
  return now - months * monthMs;
}

/** That the oldest entries were let go, as the record itself says it. */
export interface LetGo {
  /** As many entries, from the first on. */
  readonly to: number;
  /** SHA-256, hex, of the last raw line among them. */
  readonly head: string;
  /** Of the tree over them, hex: base64 would be taken for a secret. */
  readonly root: string;
  /** When the newest among them was written; Unix milliseconds. */
  readonly until: number;
  /** For how many months entries were kept then. */
  readonly months: number;
  /** When they were let go; Unix milliseconds. */
  readonly at: number;
}

export interface LegalHold {
  readonly person: string;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly since: number;
}

/** What the record says of its own keeping, entry by entry, oldest first. */
export class RetentionFold {
  private readonly gone: LetGo[] = [];
  private readonly ahead = new Set<LetGo>();
  private held: LegalHold | undefined;
  private beganAt = -1;

  /** `counts`: whether this installation wrote it. A hold begins by any entry, and ends by no other than an own one. */
  take({ body, ts, ...entry }: Entry, counts: (entry: Entry) => boolean = () => true): void {
    for (const one of this.gone) if (one.at > ts + clockErrorMs) this.ahead.add(one);
    if (body.type === 'hold.begun') {
      this.held = { person: body.person, reason: body.reason, since: ts };
      this.beganAt = Math.max(this.beganAt, entry.seq);
    }
    if (body.type !== 'hold.ended' && body.type !== 'retention.pruned') return;
    if (!counts({ ...entry, body, ts })) return;
    if (body.type === 'hold.ended') {
      // An older end that somebody wrote once more ends nothing that began since.
      if (entry.seq > this.beganAt) this.held = undefined;
    } else this.gone.push(letGoBy(body, ts));
  }

  hold(): LegalHold | undefined {
    return this.held;
  }

  /** Oldest first. */
  letGo(): readonly LetGo[] {
    return this.gone;
  }

  /** What was let go at a time that had not come yet: by later entries that were taken in, or by `now`. */
  letGoAhead(now: number): readonly LetGo[] {
    return this.gone.filter((one) => this.ahead.has(one) || one.at > now + clockErrorMs);
  }
}

function letGoBy(
  { to, head, root, until, months }: Extract<EntryBody, { readonly type: 'retention.pruned' }>,
  at: number,
): LetGo {
  return { to, head, root, until, months, at };
}

/** What was let go sooner than the record says that it keeps entries, by one who saw how many there were when. */
export function isTooEarly(
  { to, at, months }: LetGo,
  seen: { readonly size: number; readonly at?: number },
): boolean {
  // Whoever saw fewer entries saw them before the others were written.
  return seen.at !== undefined && seen.size < to && seen.at > cutOff(at, months);
}
