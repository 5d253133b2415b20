import type { Value } from './invocation.js';

export interface Option {
  readonly name: string;
  readonly value: Value | undefined;
}

export interface Scanned {
  readonly options: readonly Option[];
  /** Index in argv of the first word that is no option. */
  readonly end: number;
}

const lists = new Map<string, ReadonlySet<string>>();

/** A blank-separated list of option names as a set. */
export function optionSet(names: string): ReadonlySet<string> {
  const found = lists.get(names);
  if (found !== undefined) return found;
  const made = new Set(names.split(' ').filter((name) => name !== ''));
  lists.set(names, made);
  return made;
}

/** Reads options from `start` until the first operand or `--`: `-u root`, `-uroot`, `-abc`, `--user=root`, `--user root`. */
export function scanOptions(argv: readonly Value[], start: number, valued: ReadonlySet<string>): Scanned {
  const options: Option[] = [];
  let index = start;
  while (index < argv.length) {
    const word = argv[index];
    if (word === undefined || !word.text.startsWith('-') || word.text === '-') break;
    index += 1;
    if (word.text === '--') break;
    index = readOption(word, argv, index, valued, options);
  }
  return { options, end: index };
}

/** Adds the option(s) of one word; returns the index after its value. */
export function readOption(
  word: Value,
  argv: readonly Value[],
  next: number,
  valued: ReadonlySet<string>,
  options: Option[],
): number {
  const { text } = word;
  const equals = text.indexOf('=');
  if (equals > 0 && text.startsWith('--')) {
    options.push({ name: text.slice(0, equals), value: part(word, equals + 1) });
    return next;
  }
  if (valued.has(text)) {
    options.push({ name: text, value: argv[next] });
    return next + 1;
  }
  if (text.startsWith('--')) {
    options.push({ name: text, value: undefined });
    return next;
  }
  for (let at = 1; at < text.length; at += 1) {
    const name = `-${text.charAt(at)}`;
    if (!valued.has(name)) {
      options.push({ name, value: undefined });
      continue;
    }
    const joined = at + 1 < text.length;
    options.push({ name, value: joined ? part(word, at + 1) : argv[next] });
    return joined ? next : next + 1;
  }
  return next;
}

function part(word: Value, from: number): Value {
  return { ...word, text: word.text.slice(from) };
}

export function scannedValue(scanned: Scanned, names: string): Value | undefined {
  const set = optionSet(names);
  return scanned.options.find((option) => set.has(option.name))?.value;
}

export function hasScanned(scanned: Scanned, names: string): boolean {
  const set = optionSet(names);
  return scanned.options.some((option) => set.has(option.name));
}
