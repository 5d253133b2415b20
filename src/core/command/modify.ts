import type { ParameterOperation, Word } from 'unbash';
import { arithmeticText } from './arithmetic.js';
import { isAscii } from './filters/bytes.js';
import { compilePattern, matches, type Pattern } from './glob.js';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { isKnown, joinReasons, known, opaque, opaqueFor } from './value.js';

/** Longest text whose parts are tried against a pattern; the cost grows with its square. */
const longestSearch = 512;

/** How the words inside `${x…}` are expanded. */
export interface Expander {
  one(word: Word): Value;
  pattern(word: Word): Value;
}

/** Applies one `${x…}` operation to a value; what is not known stays opaque. */
export function modify(
  value: Value,
  operation: ParameterOperation,
  place: ExecutionContext,
  machine: Machine,
  expander: Expander,
): Value {
  const unknown = (): Value => opaqueFor(joinReasons(value.opaque, ['parameter-form']));
  if (operation.type === 'Transform')
    return transform(value, expander.one(operation.operand).text, place, machine);
  if (!isKnown(value)) {
    touch(operation, expander);
    return unknown();
  }
  const { text } = value;
  switch (operation.type) {
    case 'Slice': {
      const offset = arithmeticText(expander.one(operation.offset).text, place, machine);
      const length =
        operation.length === undefined
          ? undefined
          : arithmeticText(expander.one(operation.length).text, place, machine);
      // Whether letters or bytes are counted is the language's that is set.
      if (!isAscii(text)) return unknown();
      if (offset === undefined || (operation.length !== undefined && length === undefined)) return unknown();
      if (offset < -text.length) return known('');
      const start = offset < 0 ? text.length + offset : offset;
      const end = length === undefined ? text.length : length < 0 ? text.length + length : start + length;
      if (end < start) return unknown();
      return known(text.slice(start, end));
    }
    case 'CaseModification':
      return changeCase(text, operation, expander) ?? unknown();
    case 'Remove': {
      const pattern = patternOf(operation.operand, text, expander);
      const removed = pattern === undefined ? undefined : remove(text, pattern, operation.operator);
      return removed === undefined ? unknown() : known(removed);
    }
    case 'Replace': {
      const pattern = expander.pattern(operation.pattern);
      const replacement = expander.one(operation.replacement);
      // Since bash 5.2 an ampersand stands for what was found.
      if (!isKnown(pattern) || !isKnown(replacement) || replacement.text.includes('&')) return unknown();
      if (place.scope.options.has('nocasematch')) return unknown();
      const replaced = replace(text, pattern.text, replacement.text, operation.operator);
      return replaced === undefined ? unknown() : known(replaced);
    }
    default:
      return unknown();
  }
}

/** Expands operands for what they run, though the result is not known. */
function touch(operation: ParameterOperation, expander: Expander): void {
  switch (operation.type) {
    case 'Slice':
      expander.one(operation.offset);
      if (operation.length !== undefined) expander.one(operation.length);
      return;
    case 'Replace':
      expander.one(operation.pattern);
      expander.one(operation.replacement);
      return;
    case 'Remove':
      expander.one(operation.operand);
      return;
    case 'CaseModification':
      if (operation.operand !== undefined) expander.one(operation.operand);
      return;
    default:
  }
}

/** `${x@P}` expands the value as a prompt, which runs substitutions in it. */
function transform(value: Value, operator: string, place: ExecutionContext, machine: Machine): Value {
  if (/^[ULu]$/.test(operator) && isKnown(value) && !isAscii(value.text)) return opaque('parameter-form');
  switch (operator) {
    case 'U':
      return isKnown(value) ? known(value.text.toUpperCase()) : value;
    case 'L':
      return isKnown(value) ? known(value.text.toLowerCase()) : value;
    case 'u':
      return isKnown(value) ? known(value.text.charAt(0).toUpperCase() + value.text.slice(1)) : value;
    case 'P':
      return machine.prompt(value, place);
    case 'Q':
      return isKnown(value) ? known(`'${value.text.replaceAll("'", "'\\''")}'`) : value;
    default:
      return opaque('parameter-form');
  }
}

type CaseModification = Extract<ParameterOperation, { type: 'CaseModification' }>;

/** Each character, or the first one, that the pattern matches. Of other letters than ASCII's it is not known. */
function changeCase(
  text: string,
  { operator, operand }: CaseModification,
  expander: Expander,
): Value | undefined {
  if (!isAscii(text) || (text.length > longestSearch && operand !== undefined)) return undefined;
  const written = operand === undefined ? known('') : expander.pattern(operand);
  const pattern = compilePattern(written.text === '' ? '?' : written.text);
  if (!isKnown(written) || pattern === undefined) return undefined;
  const changed = [...text].map((character, index) => {
    if ((operator.length === 1 && index > 0) || matches(pattern, character) !== true) return character;
    return operator.startsWith('^') ? character.toUpperCase() : character.toLowerCase();
  });
  return known(changed.join(''));
}

function patternOf(word: Word, text: string, expander: Expander): Pattern | undefined {
  const pattern = expander.pattern(word);
  return isKnown(pattern) && !countsLetters(pattern.text, text) ? compilePattern(pattern.text) : undefined;
}

/** Whether one sign of the pattern stands for one of the text, which may be a letter or a byte of it. */
function countsLetters(pattern: string, text: string): boolean {
  return !isAscii(text) && /[?[]/.test(pattern);
}

function remove(text: string, pattern: Pattern, operator: '#' | '##' | '%' | '%%'): string | undefined {
  if (text.length > longestSearch) return undefined;
  const greedy = operator.length === 2;
  for (let step = 0; step <= text.length; step += 1) {
    const size = greedy ? text.length - step : step;
    if (operator.startsWith('#')) {
      if (matches(pattern, text.slice(0, size)) === true) return text.slice(size);
    } else if (matches(pattern, text.slice(text.length - size)) === true)
      return text.slice(0, text.length - size);
  }
  return text;
}

function replace(text: string, raw: string, replacement: string, operator: string): string | undefined {
  if (raw === '')
    return operator === '/#' ? replacement + text : operator === '/%' ? text + replacement : text;
  // Where patterns are extended these begin one.
  if (/[@+!?*]\(/.test(raw)) return undefined;
  if (!/[*?[]/.test(raw)) {
    const literal = raw.replaceAll('\0', '').replace(/\\(.)/gs, '$1');
    return replaceLiteral(text, literal, replacement, operator);
  }
  if (text.length > longestSearch || text === '' || countsLetters(raw, text)) return undefined;
  const pattern = compilePattern(raw);
  if (pattern === undefined) return undefined;
  let result = '';
  for (let start = 0; start < text.length; ) {
    const size = longestMatch(text, start, pattern, operator);
    if (size === 0) {
      result += text.charAt(start);
      start += 1;
      if (operator === '/#') return text;
      continue;
    }
    result += replacement;
    start += size;
    if (operator !== '//') return result + text.slice(start);
  }
  return result;
}

function longestMatch(text: string, start: number, pattern: Pattern, operator: string): number {
  for (let size = text.length - start; size > 0; size -= 1) {
    if (operator === '/%' && start + size !== text.length) return 0;
    if (matches(pattern, text.slice(start, start + size)) === true) return size;
  }
  return 0;
}

function replaceLiteral(text: string, literal: string, replacement: string, operator: string): string {
  switch (operator) {
    case '//':
      return text.split(literal).join(replacement);
    case '/#':
      return text.startsWith(literal) ? replacement + text.slice(literal.length) : text;
    case '/%':
      return text.endsWith(literal) ? text.slice(0, text.length - literal.length) + replacement : text;
    default: {
      const at = text.indexOf(literal);
      return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + literal.length);
    }
  }
}
