import { type ArithmeticExpression, type ArithmeticWord, parse } from 'unbash';
import type { ExecutionContext, Machine } from './machine.js';
import { runSubscripts } from './subscripts.js';
import { isKnown, known, opaque, unknownElements } from './value.js';

const deepestNumber = 16;

/** The integer that the expression comes to, with assignments carried out; undefined when it is not known. */
export function evaluate(
  expression: ArithmeticExpression | undefined,
  place: ExecutionContext,
  machine: Machine,
  depth = 0,
): number | undefined {
  if (expression === undefined) return 0;
  if (depth > deepestNumber) return undefined;
  const inner = (part: ArithmeticExpression): number | undefined => evaluate(part, place, machine, depth + 1);
  switch (expression.type) {
    case 'ArithmeticWord':
      return numberOf(wordText(expression, place, machine), place, machine, 0);
    case 'ArithmeticGroup':
      return inner(expression.expression);
    case 'ArithmeticCommandExpansion': {
      if (expression.script === undefined) return undefined;
      const { output } = machine.run(expression.script, { ...place, scope: place.scope.copy() });
      return isKnown(output) ? numberOf(output.text.trim(), place, machine, 0) : undefined;
    }
    case 'ArithmeticUnary':
      return unary(expression.operator, expression.operand, expression.prefix, inner, place);
    case 'ArithmeticTernary': {
      const test = inner(expression.test);
      if (test !== undefined) return inner(test === 0 ? expression.alternate : expression.consequent);
      for (const way of [expression.consequent, expression.alternate]) perhaps(way, place, inner);
      return undefined;
    }
    case 'ArithmeticBinary':
      return binary(expression.operator, expression.left, expression.right, inner, place);
  }
}

/** Evaluates a text as `$(( ))` would. */
export function arithmeticText(text: string, place: ExecutionContext, machine: Machine): number | undefined {
  const plain = text.trim();
  if (/^-?\d{1,15}$/.test(plain)) return Number(plain);
  const command = parse(`: $((${plain}))`).commands[0]?.command;
  if (command?.type !== 'Command') return undefined;
  const word = command.suffix[0];
  const part = word?.type === 'Word' ? word.parts?.[0] : undefined;
  return part?.type === 'ArithmeticExpansion' ? evaluate(part.expression, place, machine) : undefined;
}

function wordText(word: ArithmeticWord, place: ExecutionContext, machine: Machine): string {
  return word.parts === undefined ? word.value : machine.textOf(word.parts, place).text;
}

function numberOf(
  text: string,
  place: ExecutionContext,
  machine: Machine,
  depth: number,
): number | undefined {
  const word = text.trim();
  if (word === '') return 0;
  if (/^0[xX][0-9a-fA-F]+$/.test(word)) return safe(Number.parseInt(word.slice(2), 16));
  if (/^0[0-7]+$/.test(word)) return safe(Number.parseInt(word, 8));
  if (/^(?:0|-?[1-9]\d*)$/.test(word)) return safe(Number(word));
  const based = /^(\d{1,2})#([0-9a-zA-Z]+)$/.exec(word);
  if (based !== null) {
    const base = Number(based[1]);
    const value = base >= 2 && base <= 36 ? Number.parseInt(based[2] ?? '', base) : Number.NaN;
    return safe(value);
  }
  if (depth > deepestNumber) return undefined;
  if (!/^[A-Za-z_]\w*$/.test(word)) {
    runSubscripts(known(word), place, machine);
    return undefined;
  }
  const { value } = place.scope.variable(word);
  if (value === undefined) return place.scope.decided(word) ? 0 : undefined;
  return isKnown(value) ? numberOf(value.text, place, machine, depth + 1) : undefined;
}

function assignTo(target: ArithmeticExpression, value: number | undefined, place: ExecutionContext): void {
  if (target.type !== 'ArithmeticWord') return;
  const [, name, index] = /^([A-Za-z_]\w*)(\[.*\])?$/s.exec(target.value) ?? [];
  if (name === undefined) return;
  if (index !== undefined) place.scope.assign(name, unknownElements);
  else if (value === undefined) place.scope.assign(name, opaque('arithmetic'));
  else place.scope.assign(name, known(String(value)));
}

type Inner = (part: ArithmeticExpression) => number | undefined;

function unary(
  operator: string,
  operand: ArithmeticExpression,
  prefix: boolean,
  inner: Inner,
  place: ExecutionContext,
): number | undefined {
  const value = inner(operand);
  if (operator === '++' || operator === '--') {
    const next = value === undefined ? undefined : safe(value + (operator === '++' ? 1 : -1));
    assignTo(operand, next, place);
    return prefix ? next : value;
  }
  if (value === undefined) return undefined;
  switch (operator) {
    case '-':
      return -value;
    case '+':
      return value;
    case '!':
      return value === 0 ? 1 : 0;
    case '~':
      return -value - 1;
    default:
      return undefined;
  }
}

function binary(
  operator: string,
  left: ArithmeticExpression,
  right: ArithmeticExpression,
  inner: Inner,
  place: ExecutionContext,
): number | undefined {
  if (operator === '=') {
    const value = inner(right);
    assignTo(left, value, place);
    return value;
  }
  if (operator === '&&' || operator === '||') return logical(operator, inner(left), right, inner, place);
  const compound = /^(.+)=$/.exec(operator)?.[1];
  const assigns = compound !== undefined && !['==', '!=', '<=', '>='].includes(operator);
  const first = inner(left);
  const second = inner(right);
  const value =
    first === undefined || second === undefined
      ? undefined
      : combine(assigns ? compound : operator, first, second);
  if (assigns) assignTo(left, value, place);
  return value;
}

/** The right side counts, and assigns, only where the left one leaves the answer open. */
function logical(
  operator: '&&' | '||',
  left: number | undefined,
  right: ArithmeticExpression,
  inner: Inner,
  place: ExecutionContext,
): number | undefined {
  if (left === undefined) {
    perhaps(right, place, inner);
    return undefined;
  }
  if ((left === 0) === (operator === '&&')) return operator === '&&' ? 0 : 1;
  const value = inner(right);
  return value === undefined ? undefined : Number(value !== 0);
}

/** Evaluates what may be passed over: what it runs may run, what it assigns may be assigned. */
function perhaps(part: ArithmeticExpression, place: ExecutionContext, inner: Inner): void {
  const before = place.scope.copy();
  inner(part);
  place.scope.join(before);
}

function combine(operator: string, left: number, right: number): number | undefined {
  const truth = (value: boolean): number => (value ? 1 : 0);
  switch (operator) {
    case '+':
      return safe(left + right);
    case '-':
      return safe(left - right);
    case '*':
      return safe(left * right);
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '**':
      return right < 0 ? undefined : safe(left ** right);
    case '<<':
      return isShift(right) ? safe(left * 2 ** right) : undefined;
    case '>>':
      return isShift(right) ? Math.floor(left / 2 ** right) : undefined;
    case '&':
      return Number(BigInt(left) & BigInt(right));
    case '|':
      return Number(BigInt(left) | BigInt(right));
    case '^':
      return Number(BigInt(left) ^ BigInt(right));
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    case '>=':
      return truth(left >= right);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case ',':
      return right;
    default:
      return undefined;
  }
}

/** What a 64-bit number can be shifted by. */
function isShift(places: number): boolean {
  return places >= 0 && places < 63;
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
