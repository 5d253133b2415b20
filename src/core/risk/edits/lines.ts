/** Lines that an edit takes away and lines that it adds, trimmed, without those that merely moved. */
export interface LineChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Compares as bags of lines: order does not matter, so it is linear and needs no diff. */
export function lineChange(before: string | null, after: string | null): LineChange {
  const counts = new Map<string, number>();
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) + 1);
  const added: string[] = [];
  for (const line of linesOf(after)) {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    else added.push(line);
  }
  const removed = [...counts].flatMap(([line, count]) => (count > 0 ? [line] : []));
  return { removed, added };
}

function linesOf(text: string | null): readonly string[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const trimmed = line.trim();
    return trimmed === '' ? [] : [trimmed];
  });
}
