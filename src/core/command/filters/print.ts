import type { Value } from '../invocation.js';
import { joinReasons, makeValue, opaque, opaqueFor } from '../value.js';
import { byteText, toBytes } from './bytes.js';
import { type Directive, printed } from './directives.js';
import { readEscapes } from './escapes.js';

/** `echo` of bash: words joined by blanks; `-e` reads escapes. */
export function echoed(words: readonly Value[]): Value {
  let index = 0;
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(words[index]?.text ?? '')) {
    for (const flag of words[index]?.text.slice(1) ?? '') {
      if (flag === 'n') newline = false;
      else escapes = flag === 'e';
    }
    index += 1;
  }
  const rest = words.slice(index);
  const text = rest.map((word) => word.text).join(' ');
  if (!escapes) return makeValue(text + (newline ? '\n' : ''), reasonsOf(rest));
  const { bytes, ends } = readEscapes(toBytes(text), 'echo');
  return printedValue(bytes + (newline && !ends ? '\n' : ''), rest);
}

/** Longest pass over the format, however many arguments are left. */
const mostTurns = 1_000;

// A nought before the width is a flag: so no text can be read in two ways, which takes time.
const part =
  /%(?<flags>[-+ #0']*)(?<width>\*|[1-9]\d*)?(?:\.(?<precision>\*|-?\d*))?(?<kind>[a-zA-Z%])|\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|.)/gs;

/** `printf FORMAT ARGS…` of bash: repeated until the arguments are used up; opaque for what depends on more than its words. */
export function formatted(words: readonly Value[]): Value {
  const given = words[0]?.text === '--' ? words.slice(1) : words;
  if (given === words && words[0]?.text.startsWith('-') === true)
    return opaqueFor(joinReasons(reasonsOf(given), ['parameter-form']));
  const format = toBytes(given[0]?.text ?? '');
  const args = given.slice(1).map((word) => toBytes(word.text));
  let bytes = '';
  let used = 0;
  const take = (): string => args[used++] ?? '';
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const before = used;
    let end = 0;
    for (const found of format.matchAll(part)) {
      bytes += format.slice(end, found.index);
      end = found.index + found[0].length;
      const { kind } = found.groups ?? {};
      if (kind === undefined) {
        bytes += readEscapes(found[0], 'format').bytes;
        continue;
      }
      const shown = printed(directiveOf(found, take), take);
      if (shown === undefined) return opaqueFor(joinReasons(reasonsOf(given), ['parameter-form']));
      bytes += shown.bytes;
      if (shown.ends) return printedValue(bytes, given);
    }
    const tail = format.slice(end);
    // A directive that is none is refused, after what stands before it.
    if (tail.includes('%')) return opaqueFor(joinReasons(reasonsOf(given), ['parameter-form']));
    bytes += tail;
    if (used >= args.length || used === before) return printedValue(bytes, given);
  }
  return opaque('limit');
}

function directiveOf({ groups }: RegExpMatchArray, take: () => string): Directive {
  const width = groups?.['width'] === '*' ? take() : (groups?.['width'] ?? '');
  const precision = groups?.['precision'] === '*' ? take() : groups?.['precision'];
  return { kind: groups?.['kind'] ?? '', flags: groups?.['flags'] ?? '', width, precision };
}

function printedValue(bytes: string, words: readonly Value[]): Value {
  const text = byteText(bytes);
  const reasons = reasonsOf(words);
  // What is no text stays readable for what it runs, and is not known.
  return text === undefined
    ? makeValue(bytes, joinReasons(reasons, ['parameter-form']))
    : makeValue(text, reasons);
}

function reasonsOf(words: readonly Value[]): Value['opaque'] {
  let reasons: Value['opaque'] = [];
  for (const word of words) {
    reasons = joinReasons(reasons, word.opaque);
    if (word.glob === true) reasons = joinReasons(reasons, ['glob']);
  }
  return reasons;
}
