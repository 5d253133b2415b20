import * as v from 'valibot';
import { type Shape, text, textOrNull, texts } from '../shared/shape.js';

const changeItem = v.variant('kind', [
  v.strictObject({ kind: v.literal('file'), path: text, before: textOrNull, after: textOrNull }),
  v.strictObject({
    kind: v.literal('object'),
    sign: v.picklist(['deleted', 'created', 'changed', 'stopped']),
    /** What it is, in the tool's noun: `load balancer`, `instances`, `directory`. */
    noun: text,
    /** What people call it; `new` for what is created and has no name yet. */
    name: text,
    /** How many, when more than one. */
    count: v.exactOptional(v.number()),
    /**
     * `data-lost` when deleting it loses data that re-creating does not bring back; `empty` when what is created
     * starts without the data of what it replaces.
     */
    consequence: v.exactOptional(v.picklist(['data-lost', 'untracked', 'committed', 'recoverable', 'empty'])),
  }),
]);
export type ChangeItem = Shape<typeof changeItem>;

/** What a call would change, as a view-model. Text in it is data. */
export const changeShape = v.strictObject({
  /** In the order to show: deletions before creations. Empty when nothing can be shown. */
  items: v.array(changeItem),
  /** Where it was read: `terraform.tfstate`, `disk`, the tool's table. Empty when there is no preview. */
  sources: texts,
  /** Why there is no (complete) preview; it then adds to the score's opacity. */
  gap: v.exactOptional(v.picklist(['not-previewable', 'too-large', 'unreadable', 'opaque'])),
});
export type Change = Shape<typeof changeShape>;
