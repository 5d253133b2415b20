/** What a person has opened and typed and not yet decided. It belongs to the view and survives its being hidden. */
import * as v from 'valibot';

const draft = v.object({
  typed: v.string(),
  reason: v.string(),
  reasonOpen: v.boolean(),
  allReasons: v.boolean(),
  noCopy: v.exactOptional(v.boolean()),
  /** What the place is was put off. */
  placeLater: v.exactOptional(v.boolean()),
});
const kept = v.object({ open: v.exactOptional(v.nullable(v.string())), cards: v.record(v.string(), draft) });

export type DecisionDraft = v.InferOutput<typeof draft>;

const blank: DecisionDraft = { typed: '', reason: '', reasonOpen: false, allReasons: false };

export class Drafts {
  /** Which card is open; null when a person closed them all, undefined when nobody has chosen yet. */
  open: string | null | undefined;
  private readonly cards = new Map<string, DecisionDraft>();
  private readonly keep: (state: unknown) => void;

  constructor(recalled: unknown, keep: (state: unknown) => void) {
    this.keep = keep;
    const read = v.safeParse(kept, recalled);
    if (!read.success) return;
    this.open = read.output.open;
    for (const [id, one] of Object.entries(read.output.cards)) this.cards.set(id, one);
  }

  of(id: string): DecisionDraft {
    return this.cards.get(id) ?? blank;
  }

  set(id: string, change: Partial<DecisionDraft>): void {
    this.cards.set(id, { ...this.of(id), ...change });
    this.save();
  }

  choose(id: string | null | undefined): void {
    this.open = id;
    this.save();
  }

  /** Forgets what belongs to requests that are gone. */
  prune(ids: ReadonlySet<string>): void {
    for (const id of this.cards.keys()) if (!ids.has(id)) this.cards.delete(id);
    this.save();
  }

  private save(): void {
    const open = this.open === undefined ? {} : { open: this.open };
    this.keep({ ...open, cards: Object.fromEntries(this.cards) });
  }
}
