import { arithmeticText } from './arithmetic.js';
import { OPAQUE_MARK, type Value } from './invocation.js';
import type { Call, ExecutionContext, Machine } from './machine.js';
import { runSubscripts } from './subscripts.js';
import { isKnown } from './value.js';

const compares = /^-(?:eq|ne|lt|le|gt|ge)$/;
const declares = /^(?:declare|typeset|local|readonly|export|integer)$/;

/** The words that a builtin takes for names of variables or for numbers. */
function namesIn(program: string, words: readonly Value[]): readonly Value[] {
  switch (program) {
    case 'read':
    case 'unset':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
    case 'let':
      return words;
    case 'printf':
    case 'print':
    case 'wait':
      return words.filter((_word, index) => /^-[vp]$/.test(words[index - 1]?.text ?? ''));
    case 'test':
    case '[':
      return words.filter(
        (_word, index) =>
          /^-[vR]$/.test(words[index - 1]?.text ?? '') ||
          compares.test(words[index - 1]?.text ?? '') ||
          compares.test(words[index + 1]?.text ?? ''),
      );
    default:
      return declares.test(program)
        ? words.filter((word) => isSubscripted(word.text) || refersTo(words))
        : [];
  }
}

/** `a[…]=value`: the brackets belong to the name, not to what is assigned. */
function isSubscripted(text: string): boolean {
  return /^\w+\[/.test(text);
}

/** With `-n` the value is a name as well. */
function refersTo(words: readonly Value[]): boolean {
  return words.some(({ text }) => /^-\w*n/.test(text));
}

/** What stands in the subscripts of names is run and worked out as a number. */
export function runNames(names: readonly Value[], place: ExecutionContext, machine: Machine): void {
  for (const word of names) {
    runSubscripts(word, place, machine);
    const [, name = '', key] = /^(\w+)\[(.+)\]$/s.exec(word.text) ?? [];
    if (
      key !== undefined &&
      !key.includes(OPAQUE_MARK) &&
      place.scope.variable(name).attributes?.has('keyed') !== true
    )
      arithmeticText(key, place, machine);
  }
}

/** What a builtin runs because it takes a word of its own for a name or a number. */
export function runNamedWords(call: Call, machine: Machine): void {
  const words = call.argv.slice(1);
  runNames(namesIn(call.program, words), call.place, machine);
  if (declares.test(call.program) && !words.some(({ text }) => /^-\w*A/.test(text)))
    for (const { text } of words.filter(isKnown))
      for (const [, key = ''] of /^\w+\+?=\(/.test(text) ? text.matchAll(/\[([^\][]{1,200})\]=/g) : [])
        arithmeticText(key, call.place, machine);
  for (const { text } of numbersIn(call.program, words).filter(isKnown))
    arithmeticText(text, call.place, machine);
}

function numbersIn(program: string, words: readonly Value[]): readonly Value[] {
  if (program === 'let') return words;
  if (!declares.test(program) || (program !== 'integer' && !words.some(({ text }) => /^-\w*i/.test(text))))
    return [];
  return words.flatMap((word) => {
    const equals = word.text.indexOf('=');
    return equals > 0 ? [{ ...word, text: word.text.slice(equals + 1) }] : [];
  });
}
