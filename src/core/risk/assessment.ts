import type { Span } from '../shared/span.js';
import type { Target } from '../target/target.js';
import type { Effect } from '../tool/effect.js';
import type { GrammarName } from '../tool/table.js';

export const bands = ['quiet', 'note', 'ask', 'production', 'forbidden'] as const;
export type Band = (typeof bands)[number];

/** The terms of the score: D x R x C x B + P + O + V, then floors (F). See `research` figures in src/README.md. */
export type Term = 'D' | 'R' | 'C' | 'B' | 'P' | 'O' | 'V' | 'F';

/** One named reason. `words/` turns it into a sentence from `id` and `data`. */
export interface Finding {
  /** Kebab-case and stable: recorded, matched by policies, worded at the edge. */
  readonly id: string;
  readonly term: Term;
  /** Points added (D, P, O, V), the floor reached (F), or 0 for a factor. */
  readonly weight: number;
  /** The multiplier, for R, C and B. */
  readonly factor?: number;
  readonly data: Readonly<Record<string, string>>;
  /** What in the judged text shows it. */
  readonly span?: Span;
}

/** The engine's whole answer about one call: same input, same answer. */
export interface Assessment {
  /** 0 to 100, an integer. */
  readonly score: number;
  readonly band: Band;
  /** `CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95` */
  readonly vector: string;
  /** Strongest effect's first; so are the effects. */
  readonly targets: readonly Target[];
  readonly effects: readonly Effect[];
  /** Heaviest first. */
  readonly findings: readonly Finding[];
  /** Safer commands named by the tables. */
  readonly safer: readonly string[];
  /** Grammars that were not loaded and would make the answer better. Absent when none. */
  readonly wanted?: readonly GrammarName[];
}
