import { isAscii } from './bytes.js';
import { lineByLine } from './lines.js';

/** `sed` scripts of plain `s///`, `y///` and `d` without patterns; undefined for anything else. */
export function streamEdit(args: readonly string[], text: string): string | undefined {
  const scripts: string[] = [];
  let extended = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-e' || arg === '--expression') {
      scripts.push(args[index + 1] ?? '');
      index += 1;
    } else if (arg === '-E' || arg === '-r') extended = true;
    else if (arg.startsWith('-')) return undefined;
    else if (scripts.length === 0) scripts.push(arg);
    else return undefined;
  }
  if (scripts.length === 0) return undefined;
  let result = text;
  for (const command of scripts.flatMap((script) => script.split(/;(?=[sy])|\n/))) {
    const next = applyCommand(command.trim(), result, extended);
    if (next === undefined) return undefined;
    result = next;
  }
  return result;
}

function applyCommand(command: string, text: string, extended: boolean): string | undefined {
  const kind = command.charAt(0);
  const mark = command.charAt(1);
  if ((kind !== 's' && kind !== 'y') || mark === '') return undefined;
  // Behind a backslash these mean two things at once.
  if (/[.*[\]^$\\&]/.test(mark) && command.includes(`\\${mark}`)) return undefined;
  const parts = splitOn(command.slice(2), mark);
  const [from, to, flags] = parts;
  if (
    parts.length !== 3 ||
    from === undefined ||
    to === undefined ||
    flags === undefined ||
    !/^[gI]*$/.test(flags)
  )
    return undefined;
  if (kind === 's') return substituteText(text, from, to, flags, extended);
  if (flags !== '' || from.length !== to.length || new Set(from).size < from.length) return undefined;
  if (`${from}${to}`.includes('\\') || !isAscii(from + to)) return undefined;
  return [...text].map((character) => to[from.indexOf(character)] ?? character).join('');
}

function splitOn(text: string, mark: string): readonly string[] {
  const parts: string[] = [''];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\' && text.charAt(index + 1) === mark) index += 1;
    else if (character === mark) {
      parts.push('');
      continue;
    } else if (character === '\\') {
      parts[parts.length - 1] += character;
      index += 1;
    }
    parts[parts.length - 1] += text.charAt(index);
  }
  return parts;
}

/** The cost is the product of pattern and text. */
const longestPattern = 256;

/** Patterns that mean the same here and there: literal text, anchors at the ends, `.`, plain sets. */
const plainPattern = /^\^?(?:[^\\[\]*^$]|\\[.*[\]^$/&-]|\[\^?[^\\[\]^]+\])*\$?$/;

/** Literal patterns, and the few with anchors, `.` or `[set]` whose cost is bounded. */
function substituteText(
  text: string,
  from: string,
  to: string,
  flags: string,
  extended: boolean,
): string | undefined {
  if (from.length > longestPattern || from === '' || !plainPattern.test(from)) return undefined;
  if (extended && /[+?{}|()]/.test(from)) return undefined;
  if (/(?<!\\)(?:\\\\)*&|\\[^n\W_]/.test(to)) return undefined;
  const pattern = from
    .replace(/[+?{}|()]/g, '\\$&')
    .replaceAll('\\&', '&')
    .replaceAll('\\-', '-');
  const replacement = to.replace(/\\(.)/gs, (_part, character: string) =>
    character === 'n' ? '\n' : character,
  );
  try {
    const how = `u${flags.includes('g') ? 'g' : ''}${flags.includes('I') ? 'i' : ''}`;
    const expression = new RegExp(pattern, how);
    return lineByLine(text, (line) => line.replace(expression, () => replacement));
  } catch {
    return undefined;
  }
}
