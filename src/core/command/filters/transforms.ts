import { classRanges } from '../glob.js';
import { unescapeText } from './print.js';
import { streamEdit } from './sed.js';

/** Line and character programs over known text. Undefined: a form that is not followed. */
export function transform(program: string, args: readonly string[], text: string): string | undefined {
  switch (program) {
    case 'rev':
      return mapLines(text, (line) => [...line].reverse().join(''));
    case 'tac':
      return lines(text)
        .reverse()
        .map((line) => `${line}\n`)
        .join('');
    case 'tr':
      return translate(args, text);
    case 'sed':
    case 'gsed':
      return streamEdit(args, text);
    case 'cut':
      return cut(args, text);
    case 'head':
    case 'tail':
      return ends(program, args, text);
    case 'sort':
      return args.length === 0
        ? [...lines(text)]
            .sort()
            .map((line) => `${line}\n`)
            .join('')
        : undefined;
    case 'uniq':
      return args.length === 0
        ? lines(text)
            .filter((line, index, all) => line !== all[index - 1])
            .map((line) => `${line}\n`)
            .join('')
        : undefined;
    case 'awk':
    case 'gawk':
    case 'mawk':
      return awkPrint(args, text);
    case 'fold':
    case 'fmt':
    case 'unbuffer':
    case 'sponge':
    case 'pv':
    case 'dos2unix':
      return args.length === 0 ? text : undefined;
    case 'wc':
      return args[0] === '-l' && args.length === 1 ? `${lines(text).length}\n` : undefined;
    case 'grep':
      return grep(args, text);
    default:
      return undefined;
  }
}

function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all;
}

function mapLines(text: string, map: (line: string) => string): string {
  return text.split('\n').map(map).join('\n');
}

function translate(args: readonly string[], text: string): string | undefined {
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const sets = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg)).map((arg) => charactersOf(arg));
  const from = sets[0];
  const to = sets[1];
  if (from === undefined) return undefined;
  const complement = /[cC]/.test(flags);
  const has = (character: string): boolean => from.includes(character) !== complement;
  if (flags.includes('d')) return [...text].filter((character) => !has(character)).join('');
  if (to === undefined) return flags.includes('s') ? squeeze(text, has) : undefined;
  const last = to.at(-1) ?? '';
  const mapped = [...text].map((character) => {
    if (!has(character)) return character;
    return complement ? last : (to[from.indexOf(character)] ?? last);
  });
  return flags.includes('s')
    ? squeeze(mapped.join(''), (character) => to.includes(character))
    : mapped.join('');
}

function squeeze(text: string, has: (character: string) => boolean): string {
  return [...text]
    .filter((character, index, all) => !(has(character) && all[index - 1] === character))
    .join('');
}

/** The characters of a `tr` set: ranges, classes, escapes. */
function charactersOf(set: string): readonly string[] {
  const result: string[] = [];
  const text = unescapeText(set);
  for (let index = 0; index < text.length; index += 1) {
    const named = /^\[:(\w+):\]/.exec(text.slice(index, index + 12));
    if (named?.[1] !== undefined) {
      for (const [low, high] of classRanges(named[1])) result.push(...range(low, high));
      index += named[0].length - 1;
    } else if (text.charAt(index + 1) === '-' && index + 2 < text.length) {
      result.push(...range(text.charAt(index), text.charAt(index + 2)));
      index += 2;
    } else result.push(text.charAt(index));
  }
  return result;
}

function range(low: string, high: string): readonly string[] {
  const result: string[] = [];
  for (let code = low.charCodeAt(0); code <= high.charCodeAt(0) && result.length < 512; code += 1)
    result.push(String.fromCharCode(code));
  return result;
}

function cut(args: readonly string[], text: string): string | undefined {
  const joined = args.join(' ');
  const delimiter = /(?:^| )(?:-d ?|--delimiter[= ])(.)/.exec(joined)?.[1] ?? '\t';
  const list = /(?:^| )(?:-([fcb]) ?|--(fields|characters|bytes)[= ])([\d,-]+)/.exec(joined);
  if (list?.[3] === undefined) return undefined;
  const picks = list[3].split(',').map((part) => /^(\d*)(?:-(\d*))?$/.exec(part));
  const byField = list[1] === 'f' || list[2] === 'fields';
  return mapLines(text, (line) => {
    const parts = byField ? line.split(delimiter) : [...line];
    if (byField && parts.length === 1) return line;
    const chosen = parts.filter((_part, index) => picks.some((pick) => inRange(pick, index + 1)));
    return chosen.join(byField ? delimiter : '');
  });
}

function inRange(pick: RegExpExecArray | null, position: number): boolean {
  if (pick === null) return false;
  const low = pick[1] === '' ? 1 : Number(pick[1]);
  const high = pick[2] === undefined ? low : pick[2] === '' ? Number.POSITIVE_INFINITY : Number(pick[2]);
  return low <= position && position <= high;
}

function ends(program: string, args: readonly string[], text: string): string | undefined {
  const joined = args.join(' ');
  const count = /^(?:-n ?|--lines[= ]|-)([+-]?\d+)$/.exec(joined)?.[1];
  const bytes = /^(?:-c ?|--bytes[= ])(\+?\d+)$/.exec(joined)?.[1];
  if (bytes !== undefined) {
    if (program === 'head') return text.slice(0, Number(bytes));
    return bytes.startsWith('+') ? text.slice(Number(bytes) - 1) : text.slice(-Number(bytes));
  }
  if (args.length > 0 && count === undefined) return undefined;
  const all = lines(text);
  const number = Number(count ?? '10');
  const kept =
    program === 'head'
      ? all.slice(0, number)
      : count?.startsWith('+') === true
        ? all.slice(number - 1)
        : all.slice(-number);
  return kept.map((line) => `${line}\n`).join('');
}

/** `awk '{print $2}'` and nothing cleverer. */
function awkPrint(args: readonly string[], text: string): string | undefined {
  const joined = args.slice(0, -1).join(' ');
  const separator = /^-F ?(.)$/.exec(joined)?.[1];
  if (args.length > 1 && separator === undefined) return undefined;
  const printed = /^\s*\{\s*print\s*([$\w,][$\w, ]*)?\}\s*$/.exec(args.at(-1) ?? '');
  if (printed === null) return undefined;
  const body = printed[1] ?? '';
  const picks = body.split(',').map((part) => /^\s*\$(\d+)\s*$/.exec(part)?.[1]);
  if (body.trim() !== '' && picks.includes(undefined)) return undefined;
  return lines(text)
    .map((line) => {
      const parts = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
      const chosen =
        body.trim() === ''
          ? [line]
          : picks.map((pick) => (pick === '0' ? line : (parts[Number(pick) - 1] ?? '')));
      return `${chosen.join(' ')}\n`;
    })
    .join('');
}

/** Plain words only: a pattern could be costly and is rarely needed. */
function grep(args: readonly string[], text: string): string | undefined {
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const words = args.filter((arg) => !arg.startsWith('-'));
  const word = words[0];
  if (word === undefined || words.length > 1 || !/^[-vFi]*$/.test(flags) || /[\\^$.*[\]+?(){}|]/.test(word))
    return undefined;
  const has = (line: string): boolean =>
    flags.includes('i') ? line.toLowerCase().includes(word.toLowerCase()) : line.includes(word);
  return lines(text)
    .filter((line) => has(line) !== flags.includes('v'))
    .map((line) => `${line}\n`)
    .join('');
}
