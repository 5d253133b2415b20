import * as v from 'valibot';
import { type Shape, text, texts } from '../shared/shape.js';
import { spanShape } from '../shared/span.js';
import { targetShape } from '../target/target.js';
import { effectShape } from '../tool/effect.js';
import { grammarNames } from '../tool/table.js';

export const bands = ['quiet', 'note', 'ask', 'production', 'forbidden'] as const;
export type Band = (typeof bands)[number];

/** The terms of the score: D x R x C x B + P + O + V, then floors (F). See `research` figures in src/README.md. */
const terms = ['D', 'R', 'C', 'B', 'P', 'O', 'V', 'F'] as const;
export type Term = (typeof terms)[number];

/** One named reason. `messages/` turns it into a sentence from `id` and `data`. */
const findingShape = v.strictObject({
  /** Kebab-case and stable: recorded, matched by policies, worded at the edge. */
  id: text,
  term: v.picklist(terms),
  /** Points added (D, P, O, V), the floor reached (F), or 0 for a factor. */
  weight: v.number(),
  /** The multiplier, for R, C and B. */
  factor: v.exactOptional(v.number()),
  data: v.record(text, text),
  /** What in the judged text shows it. */
  span: v.exactOptional(spanShape),
});
export type Finding = Shape<typeof findingShape>;

/** The engine's whole answer about one call: same input, same answer. */
export const assessmentShape = v.strictObject({
  score: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  band: v.picklist(bands),
  /** `CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95` */
  vector: text,
  /** Strongest effect's first; so are the effects. */
  targets: v.array(targetShape),
  effects: v.array(effectShape),
  /** Heaviest first. */
  findings: v.array(findingShape),
  /** Safer commands named by the tables. */
  safer: texts,
  /** Grammars that were not loaded and would make the answer better. Absent when none. */
  wanted: v.exactOptional(v.array(v.picklist(grammarNames))),
});
export type Assessment = Shape<typeof assessmentShape>;
