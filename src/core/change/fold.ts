import {
  type Change,
  type ChangeItem,
  howMany,
  isLost,
  signOf,
  signOrder,
  type UnknownPart,
} from './change.js';
import type { ObjectItem, Preview } from './preview.js';

/** A card shows no more rows than this; further ones are counted by what they are. */
const itemLimit = 200;

/** Files that are kept with their text; further ones are named. Texts are kept with the request until it is decided. */
const fileLimit = 50;
const textLimit = 2 * 1024 * 1024;

/** More lines of what is not known say nothing more. */
const unknownLimit = 20;
const undoLimit = 20;

/** Many previews as one change: sorted, without repetitions, cut to what a card can hold. */
export function fold(previews: readonly Preview[]): Change {
  const all = withoutRepetition(previews.flatMap((preview) => preview.items));
  const items = withLessText(all);
  const cut: readonly UnknownPart[] = items === all ? [] : [{ what: 'too-large', of: 'text' }];
  const bySign = signOrder.flatMap((sign) => items.filter((item) => signOf(item) === sign));
  const sorted = bySign.length <= itemLimit ? bySign : lostFirst(bySign);
  const unknown = saidOnce(
    withoutRepetition([...previews.flatMap((preview) => preview.unknown ?? []), ...cut]),
  );
  const undo = withoutRepetition(previews.flatMap((preview) => preview.undo ?? []));
  return {
    items: [...sorted.slice(0, itemLimit), ...counted(sorted.slice(itemLimit))],
    sources: [...new Set(previews.flatMap((preview) => preview.sources))],
    ...(unknown.length > 0 ? { unknown: unknown.slice(0, unknownLimit) } : {}),
    ...(undo.length > 0 ? { undo: undo.slice(0, undoLimit) } : {}),
  };
}

/** Of whatever something more exact is said, that nobody looked says no more. */
function saidOnce(unknown: readonly UnknownPart[]): readonly UnknownPart[] {
  const exact = new Set(unknown.flatMap(({ what, of }) => (what === 'not-looked-up' ? [] : [of])));
  return unknown.filter(({ what, of }) => what !== 'not-looked-up' || !exact.has(of));
}

/** Where not all can be listed, what is lost for good is. */
function lostFirst(items: readonly ChangeItem[]): readonly ChangeItem[] {
  return [...items.filter(isLost), ...items.filter((item) => !isLost(item))];
}

/** The rows beyond the limit: one for each kind of thing and fate, with how many. */
function counted(rest: readonly ChangeItem[]): readonly ObjectItem[] {
  const rows = new Map<string, ObjectItem>();
  for (const item of rest) {
    const sign = signOf(item);
    const noun = item.kind === 'object' ? item.noun : 'file';
    const { consequence } = item;
    const key = JSON.stringify([sign, noun, consequence]);
    const count = (rows.get(key)?.count ?? 0) + howMany(item);
    const fate = consequence === undefined ? {} : { consequence };
    rows.set(key, { kind: 'object', sign, noun, name: '', count, ...fate });
  }
  return [...rows.values()];
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
    const { consequence } = item;
    const fate = consequence === undefined ? {} : { consequence };
    return { kind: 'object', sign: signOf(item), noun: 'file', name: item.path, ...fate };
  });
  return files <= fileLimit && text <= textLimit ? items : kept;
}

function withoutRepetition<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
