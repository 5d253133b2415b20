/** What broken ends, old versions and liars send in place of a text: the same with one part missing, empty or of another form. */

/** In place of any part of a JSON value. */
const others: readonly unknown[] = [null, '', 'x', 0, -1, 1e300, true, [], {}, [{}]];

/** At most `most` of the ways, evenly over the text; each differs from it. */
export function mutilations(text: string, most: number): readonly string[] {
  const all = new Set(
    isJson(text) ? ofValue(JSON.parse(text)).map((one) => JSON.stringify(one)) : ofLines(text),
  );
  for (const cut of [text.slice(0, text.length / 2), text.slice(1), `${text}\0`, `${text}${text}`, ''])
    all.add(cut);
  all.delete(text);
  const list = [...all];
  const step = Math.max(1, list.length / most);
  return Array.from({ length: Math.min(most, list.length) }, (_, at) => list[Math.floor(at * step)] ?? '');
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function ofValue(value: unknown): readonly unknown[] {
  const within = Array.isArray(value)
    ? value.flatMap((item: unknown, at) => [
        value.toSpliced(at, 1),
        ...ofValue(item).map((other) => value.with(at, other)),
      ])
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) => [
          Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
          ...ofValue(item).map((other) => ({ ...value, [name]: other })),
        ])
      : [];
  return [...within, ...others];
}

function ofLines(text: string): readonly string[] {
  const lines = text.split('\n');
  const replaced = (at: number, ...by: readonly string[]): string => lines.toSpliced(at, 1, ...by).join('\n');
  return lines.flatMap((line, at) => [
    replaced(at),
    replaced(at, line, line),
    replaced(at, line.replace(/([:=]).*$/, '$1')),
    replaced(at, line.replace(/^[^:=]*([:=])/, '$1')),
    replaced(at, line.replace(/\d+/, 'x')),
    replaced(at, line.replace(/\d+/, '99999999999999999999')),
    ...(line.includes('\t') ? cellsOf(line).map((other) => replaced(at, other)) : []),
  ]);
}

function cellsOf(line: string): readonly string[] {
  const cells = line.split('\t');
  return cells.flatMap((_, at) => [cells.toSpliced(at, 1).join('\t'), cells.with(at, '').join('\t')]);
}

/** The same for bytes: cut, emptied, with bytes turned round, doubled and filled with nothing. */
export function mutilatedBytes(bytes: Buffer, most: number): readonly Buffer[] {
  const turned = (at: number): Buffer => {
    const other = Buffer.from(bytes);
    other[at] = (other[at] ?? 0) ^ 0xff;
    return other;
  };
  const places = Array.from({ length: most }, (_, at) => Math.floor((at * bytes.length) / most));
  return [
    Buffer.alloc(0),
    bytes.subarray(0, bytes.length >> 1),
    bytes.subarray(0, -1),
    Buffer.concat([bytes, bytes]),
    Buffer.alloc(bytes.length),
    ...[...new Set(places)].map(turned),
  ].slice(0, most);
}

/** What no card may ever say, whatever it was told. */
export const fiction = /undefined|NaN|\[object|Infinity|\bnull\b|[^\P{Cc}\n]/u;
