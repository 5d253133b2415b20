import type { Change, ChangeItem } from './change.js';
import type { Preview } from './preview.js';

/** A card shows no more rows than this; the rest is named as a gap. */
const itemLimit = 200;

/** Which sign comes first: what is lost before what is made. */
const order = ['deleted', 'stopped', 'changed', 'created'] as const;

/** The gravest gap speaks for the whole change. */
const gaps = ['not-previewable', 'unreadable', 'too-large', 'opaque'] as const;

/** Many previews as one change: sorted, without repetitions, cut to what a card can hold. */
export function fold(previews: readonly Preview[]): Change {
  const items = withoutRepetition(previews.flatMap((preview) => preview.items));
  const sorted = order.flatMap((sign) => items.filter((item) => signOf(item) === sign));
  const gap = gravest([
    ...previews.map((preview) => preview.gap),
    ...(sorted.length > itemLimit ? (['too-large'] as const) : []),
  ]);
  return {
    items: sorted.slice(0, itemLimit),
    sources: [...new Set(previews.flatMap((preview) => preview.sources))],
    ...(gap ? { gap } : {}),
  };
}

function withoutRepetition(items: readonly ChangeItem[]): readonly ChangeItem[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function signOf(item: ChangeItem): (typeof order)[number] {
  if (item.kind === 'object') return item.sign;
  if (item.after === null) return 'deleted';
  return item.before === null ? 'created' : 'changed';
}

function gravest(found: readonly Change['gap'][]): Change['gap'] {
  return gaps.findLast((gap) => found.includes(gap));
}
