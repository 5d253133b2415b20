import { type BudgetName, budgets } from '../shared/budgets.js';

/**
 * Brace expansion as bash does it: by text, before anything else. Quotes, escapes and substitutions are atoms.
 * Returns raw words; the word itself when nothing expands or there would be too many.
 */
export function expandBraces(raw: string, overrun: (name: BudgetName) => void): readonly string[] {
  const done = expand(raw, 0, overrun);
  if (done.length <= budgets.fields.most) return done;
  overrun('fields');
  return [raw];
}

function expand(raw: string, depth: number, overrun: (name: BudgetName) => void): readonly string[] {
  if (depth > budgets.braceDepth.most) {
    if (raw.includes('{')) overrun('braceDepth');
    return [raw];
  }
  for (let start = 0; start < raw.length; start += 1) {
    const skipped = skipAtom(raw, start);
    if (skipped > start) {
      start = skipped - 1;
      continue;
    }
    if (raw.charAt(start) !== '{') continue;
    const group = readGroup(raw, start);
    const items = group === undefined ? undefined : itemsOf(raw, start, group, overrun);
    if (group === undefined || items === undefined) continue;
    const before = raw.slice(0, start);
    const after = expand(raw.slice(group.end + 1), depth + 1, overrun);
    const words: string[] = [];
    for (const item of items.flatMap((each) => expand(each, depth + 1, overrun))) {
      for (const rest of after) {
        words.push(before + item + rest);
        if (words.length > budgets.fields.most) return words;
      }
    }
    return words;
  }
  return [raw];
}

interface Group {
  readonly end: number;
  readonly commas: readonly number[];
}

function readGroup(raw: string, start: number): Group | undefined {
  const commas: number[] = [];
  let level = 0;
  for (let index = start; index < raw.length; index += 1) {
    const skipped = skipAtom(raw, index);
    if (skipped > index) {
      index = skipped - 1;
      continue;
    }
    const character = raw.charAt(index);
    if (character === '{') level += 1;
    else if (character === '}') {
      level -= 1;
      if (level === 0) return { end: index, commas };
    } else if (character === ',' && level === 1) commas.push(index);
  }
  return undefined;
}

function itemsOf(
  raw: string,
  start: number,
  group: Group,
  overrun: (name: BudgetName) => void,
): readonly string[] | undefined {
  if (group.commas.length === 0) return sequence(raw.slice(start + 1, group.end), overrun);
  const items: string[] = [];
  let from = start + 1;
  for (const comma of [...group.commas, group.end]) {
    items.push(raw.slice(from, comma));
    from = comma + 1;
  }
  return items;
}

function sequence(body: string, overrun: (name: BudgetName) => void): readonly string[] | undefined {
  const parts = /^(?:(-?\d{1,9})\.\.(-?\d{1,9})|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d{1,9}))?$/.exec(body);
  if (parts === null) return undefined;
  const numeric = parts[1] !== undefined;
  const from = numeric ? Number(parts[1]) : (parts[3] ?? '').charCodeAt(0);
  const to = numeric ? Number(parts[2]) : (parts[4] ?? '').charCodeAt(0);
  const step = Math.max(1, Math.abs(Number(parts[5] ?? 1)));
  const width =
    /^-?0\d/.test(`${parts[1]}`) || /^-?0\d/.test(`${parts[2]}`)
      ? Math.max(...[parts[1], parts[2]].map((each) => `${each}`.length))
      : 0;
  const items: string[] = [];
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step) {
    items.push(numeric ? String(value).padStart(width, '0') : String.fromCharCode(value));
    if (items.length > budgets.fields.most) {
      overrun('fields');
      return undefined;
    }
  }
  return items;
}

/** The end of a quote, escape or substitution that begins at `start`; `start` itself when none does. */
function skipAtom(raw: string, start: number): number {
  switch (raw.charAt(start)) {
    case '\\':
      return start + 2;
    case "'":
      return closing(raw, start + 1, "'");
    case '"':
      return closingDouble(raw, start + 1);
    case '`':
      return closing(raw, start + 1, '`');
    case '$':
      if (raw.charAt(start + 1) === '(') return balanced(raw, start + 1, '(', ')');
      if (raw.charAt(start + 1) === '{') return balanced(raw, start + 1, '{', '}');
      return start;
    default:
      return start;
  }
}

function closing(raw: string, from: number, quote: string): number {
  const end = raw.indexOf(quote, from);
  return end < 0 ? raw.length : end + 1;
}

function closingDouble(raw: string, from: number): number {
  for (let index = from; index < raw.length; index += 1) {
    if (raw.charAt(index) === '\\') index += 1;
    else if (raw.charAt(index) === '"') return index + 1;
  }
  return raw.length;
}

function balanced(raw: string, from: number, open: string, close: string): number {
  let level = 0;
  for (let index = from; index < raw.length; index += 1) {
    const character = raw.charAt(index);
    if (character === '\\') index += 1;
    else if (character === "'") index = closing(raw, index + 1, "'") - 1;
    else if (character === open) level += 1;
    else if (character === close) {
      level -= 1;
      if (level === 0) return index + 1;
    }
  }
  return raw.length;
}
