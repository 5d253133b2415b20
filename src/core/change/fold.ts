import type { Change, ChangeItem } from './change.js';
import type { Preview } from './preview.js';

/** A card shows no more rows than this; the rest is named as a gap. */
const itemLimit = 200;

/** Files that are kept with their text; further ones are named. Texts are kept with the request until it is decided. */
const fileLimit = 50;
const textLimit = 2 * 1024 * 1024;

/** Which sign comes first: what is lost before what is made. */
const order = ['deleted', 'stopped', 'changed', 'created'] as const;

/** The gravest gap speaks for the whole change. */
const gaps = ['not-previewable', 'unreadable', 'too-large', 'opaque'] as const;

/** Many previews as one change: sorted, without repetitions, cut to what a card can hold. */
export function fold(previews: readonly Preview[]): Change {
  const all = withoutRepetition(previews.flatMap((preview) => preview.items));
  const items = withLessText(all);
  const sorted = order.flatMap((sign) => items.filter((item) => signOf(item) === sign));
  const gap = gravest([
    ...previews.map((preview) => preview.gap),
    ...(sorted.length > itemLimit || items !== all ? (['too-large'] as const) : []),
  ]);
  return {
    items: sorted.slice(0, itemLimit),
    sources: [...new Set(previews.flatMap((preview) => preview.sources))],
    ...(gap ? { gap } : {}),
  };
}

/** The same list when every text can be kept. */
function withLessText(items: readonly ChangeItem[]): readonly ChangeItem[] {
  let files = 0;
  let text = 0;
  const kept = items.map((item): ChangeItem => {
    if (item.kind !== 'file') return item;
    files += 1;
    text += (item.before?.length ?? 0) + (item.after?.length ?? 0);
    if (files <= fileLimit && text <= textLimit) return item;
    return { kind: 'object', sign: signOf(item), noun: 'file', name: item.path };
  });
  return files <= fileLimit && text <= textLimit ? items : kept;
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
