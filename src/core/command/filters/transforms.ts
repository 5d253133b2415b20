import { isAscii } from './bytes.js';
import { cut } from './cut.js';
import { lineByLine, lines, linesWithEnds } from './lines.js';
import { streamEdit } from './sed.js';
import { translate } from './translate.js';

/** Line and character programs over known text. Undefined: a form that is not followed. */
export function transform(program: string, args: readonly string[], text: string): string | undefined {
  switch (program) {
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
    case 'awk':
    case 'gawk':
    case 'mawk':
      return awkPrint(args, text);
    case 'wc':
      return args[0] === '-l' && args.length === 1 ? `${text.split('\n').length - 1}\n` : undefined;
    case 'grep':
      return grep(args, text);
    default:
      return args.length === 0 ? plainly(program, text) : undefined;
  }
}

/** Longest line that `fold` leaves as it is. */
const widestLine = 80;

/** Programs without an option. */
function plainly(program: string, text: string): string | undefined {
  switch (program) {
    case 'rev':
      return lineByLine(text, (line) => [...line].reverse().join(''));
    case 'tac':
      // A last line without its newline is joined with the one before it.
      return text === '' || text.endsWith('\n') ? linesWithEnds(text).reverse().join('') : undefined;
    case 'sort':
      return sorted(lines(text));
    case 'uniq':
      return lines(text)
        .filter((line, index, all) => line !== all[index - 1])
        .map((line) => `${line}\n`)
        .join('');
    case 'fold':
      return lines(text).every((line) => isAscii(line) && line.length <= widestLine) && !/[\t\b\r]/.test(text)
        ? text
        : undefined;
    case 'dos2unix':
      return text.includes('\r') ? undefined : text;
    case 'sponge':
    case 'pv':
      return text;
    default:
      return undefined;
  }
}

/** Only lines whose order is the same in every language. */
function sorted(all: readonly string[]): string | undefined {
  if (!all.every((line) => /^[a-z0-9]*$/.test(line))) return undefined;
  return [...all]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

function ends(program: string, args: readonly string[], text: string): string | undefined {
  const joined = args.join(' ');
  const form =
    /^(?:(?<unit>-n ?|--lines[= ]|-c ?|--bytes[= ])(?<count>[+-]?\d{1,9})|-(?<plain>\d{1,9}))$/.exec(joined);
  if (args.length > 0 && form === null) return undefined;
  const isBytes = /c|bytes/.test(form?.groups?.['unit'] ?? '');
  if (isBytes && !isAscii(text)) return undefined;
  const parts = isBytes ? [...text] : linesWithEnds(text);
  const count = form?.groups?.['count'] ?? form?.groups?.['plain'] ?? '10';
  const number = Math.abs(Number(count));
  if (program === 'head') {
    return parts.slice(0, count.startsWith('-') ? Math.max(0, parts.length - number) : number).join('');
  }
  const start = count.startsWith('+') ? Math.max(0, number - 1) : Math.max(0, parts.length - number);
  return parts.slice(start).join('');
}

/** `awk '{print $2}'` and nothing cleverer. */
function awkPrint(args: readonly string[], text: string): string | undefined {
  const joined = args.slice(0, -1).join(' ');
  // Of a `t` it makes a tab.
  const separator = /^-F ?([^t\\])$/.exec(joined)?.[1];
  if (args.length > 1 && separator === undefined) return undefined;
  const printed = /^\s*\{\s*print\s*([$\w,][$\w, ]*)?\}\s*$/.exec(args.at(-1) ?? '');
  if (printed === null) return undefined;
  const body = printed[1] ?? '';
  const picks = body.split(',').map((part) => /^\s*\$(\d+)\s*$/.exec(part)?.[1]);
  if (body.trim() !== '' && picks.includes(undefined)) return undefined;
  return lines(text)
    .map((line) => {
      const parts =
        separator === undefined || separator === ' '
          ? line.replace(/^[ \t]+/, '').split(/[ \t]+/)
          : line.split(separator);
      const chosen =
        body.trim() === ''
          ? [line]
          : picks.map((pick) => (Number(pick) === 0 ? line : (parts[Number(pick) - 1] ?? '')));
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
