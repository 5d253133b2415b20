import type { ParameterExpansionPart, SimpleExpansionPart } from 'unbash';
import { arithmeticText } from './arithmetic.js';
import { isAscii } from './filters/bytes.js';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { type Expander, modify } from './modify.js';
import { concat, isKnown, known, opaque, unknownElements } from './value.js';
import { endOf, type Variable } from './variables.js';

export type Expansion =
  | { readonly kind: 'one'; readonly value: Value }
  | { readonly kind: 'list'; readonly values: readonly Value[]; readonly joined: boolean };

/** What `$x`, `${x}` and every `${x…}` form stand for. */
export function expandParameter(
  part: SimpleExpansionPart | ParameterExpansionPart,
  place: ExecutionContext,
  machine: Machine,
  expander: Expander,
): Expansion {
  if (part.type === 'SimpleExpansion') return read(part.text.slice(1), undefined, place, machine);
  const { operation } = part;
  if (operation?.type === 'Names') return names(part.parameter, place);
  const index = part.index === undefined ? undefined : expander.one(part.index).text;
  if (part.prefix === '#') return length(part.parameter, index, place, machine);
  let target = read(part.parameter, index, place, machine, operation?.type === 'Default');
  if (part.prefix === '!') target = indirect(part.parameter, index, target, place, machine);
  if (operation === undefined) return target;
  if (operation.type === 'Default') return withDefault(part, target, place, expander);
  if (target.kind === 'list') {
    if (operation.type === 'Slice') return slice(part.parameter, target, operation, place, machine, expander);
    const values = target.values.map((value) => modify(value, operation, place, machine, expander));
    return { ...target, values };
  }
  if (operation.type === 'Slice')
    for (const word of [operation.offset, operation.length])
      if (word !== undefined) arithmeticText(expander.one(word).text, place, machine);
  return one(modify(target.value, operation, place, machine, expander));
}

function one(value: Value): Expansion {
  return { kind: 'one', value };
}

function read(
  name: string,
  index: string | undefined,
  place: ExecutionContext,
  machine: Machine,
  asked = false,
): Expansion {
  const { scope } = place;
  if (name === '@' || name === '*') return { kind: 'list', values: scope.positional, joined: name === '*' };
  if (/^\d+$/.test(name)) return one(positional(Number(name), place));
  switch (name) {
    case '#':
      return one(
        scope.positional.some(isMany) ? opaque('parameter-form') : known(String(scope.positional.length)),
      );
    case '?':
      return one(opaque('command-output'));
    case '$':
    case '!':
    case '_':
      return one(opaque('input'));
    case '-':
      return one(known('hB'));
    default:
  }
  const variable = scope.variable(name);
  if (index === '@' || index === '*') {
    const values = valuesIn(variable);
    return { kind: 'list', values, joined: index === '*' };
  }
  if (index !== undefined) return one(element(name, index, place, machine));
  if (variable.value !== undefined) return one(variable.value);
  return one(scope.decided(name) || asked ? known('') : opaque('unset-variable'));
}

/** In the order of their numbers; by keys the order is the shell's own. */
function valuesIn({ value, elements, attributes }: Variable): readonly Value[] {
  if (elements === undefined) return value === undefined ? [] : [value];
  return attributes?.has('keyed') === true && elements.size > 1 ? [unknownElements] : [...elements.values()];
}

function positional(number: number, place: ExecutionContext): Value {
  if (number === 0) return place.scope.name;
  const { positional } = place.scope;
  // Behind words that may be none or many, no number has a sure place.
  if (positional.slice(0, number).some(isMany)) return opaque('parameter-form');
  return positional[number - 1] ?? known('');
}

function isMany(value: Value): boolean {
  return value.many === true;
}

function element(name: string, index: string, place: ExecutionContext, machine: Machine): Value {
  const { elements, value, attributes } = place.scope.variable(name);
  // A number is worked out, whatever is found under it.
  if (attributes?.has('keyed') !== true && elements?.has(index) !== true)
    arithmeticText(index, place, machine);
  if (elements === undefined) return index === '0' && value !== undefined ? value : opaque('unset-variable');
  const direct = elements.get(index);
  const unsure = [...elements.values()].some(isMany);
  if (direct !== undefined) return unsure ? opaque('parameter-form') : direct;
  const number = arithmeticText(index, place, machine);
  if (number === undefined) return opaque('parameter-form');
  const key = number < 0 ? endOf(elements) + number : number;
  return unsure ? opaque('parameter-form') : (elements.get(String(key)) ?? known(''));
}

function names(prefix: string, place: ExecutionContext): Expansion {
  const values = place.scope.names().filter((name) => name.startsWith(prefix));
  return { kind: 'list', values: values.map((name) => known(name)), joined: false };
}

function length(
  name: string,
  index: string | undefined,
  place: ExecutionContext,
  machine: Machine,
): Expansion {
  const target = read(name, index, place, machine);
  if (target.kind === 'list')
    return one(target.values.some(isMany) ? opaque('parameter-form') : known(String(target.values.length)));
  // What a language counts of other letters, letters or bytes, is its own.
  const isCounted = isKnown(target.value) && isAscii(target.value.text);
  return one(isCounted ? known(String(target.value.text.length)) : opaque('parameter-form'));
}

function indirect(
  name: string,
  index: string | undefined,
  target: Expansion,
  place: ExecutionContext,
  machine: Machine,
): Expansion {
  const { elements, attributes } = place.scope.variable(name);
  if ((index === '@' || index === '*') && elements !== undefined) {
    if (attributes?.has('keyed') === true || [...elements.values()].some(isMany)) return one(unknownElements);
    return { kind: 'list', values: [...elements.keys()].map((key) => known(key)), joined: index === '*' };
  }
  if (target.kind === 'list') return one(opaque('parameter-form'));
  if (!isKnown(target.value)) return one(target.value);
  const inner = /^(\w+|[@*])(?:\[(.+)\])?$/.exec(target.value.text);
  if (inner?.[1] === undefined) return one(opaque('parameter-form'));
  return read(inner[1], inner[2], place, machine);
}

function withDefault(
  part: ParameterExpansionPart,
  target: Expansion,
  place: ExecutionContext,
  expander: Expander,
): Expansion {
  const { operation } = part;
  if (operation?.type !== 'Default') return target;
  const value = target.kind === 'one' ? target.value : concat(target.values, ' ');
  const isSet = isThere(part, place) || target.kind === 'list' || part.prefix === '!';
  const doubtful = isSet ? !isKnown(value) : !place.scope.decided(part.parameter);
  // Whichever way it goes, what the operand runs may run.
  let expanded: Value | undefined;
  // Once only: nested defaults would double the work at every level.
  const operand = (): Value => {
    expanded ??= expander.one(operation.operand);
    return expanded;
  };
  if (doubtful) operand();
  const empty = !isSet || (operation.operator.startsWith(':') && value.text === '');
  switch (operation.operator) {
    case '-':
    case ':-':
      return empty ? one(operand()) : target;
    case '=':
    case ':=': {
      if (!empty) return target;
      const assigned = operand();
      if (part.index === undefined) place.scope.assign(part.parameter, assigned);
      return one(assigned);
    }
    case '+':
    case ':+':
      // An unknown text may be empty.
      if (operation.operator === ':+' && isSet && !isKnown(value)) return one(opaque('parameter-form'));
      return empty ? one(known('')) : one(operand());
    case '?':
    case ':?':
      operand();
      return empty ? one(opaque('unset-variable')) : target;
  }
}

function isThere(part: ParameterExpansionPart, place: ExecutionContext): boolean {
  if (/^\d+$/.test(part.parameter)) return place.scope.positional[Number(part.parameter) - 1] !== undefined;
  if (/^[@*#?$!_-]$/.test(part.parameter)) return true;
  const { value, elements } = place.scope.variable(part.parameter);
  return value !== undefined || elements !== undefined;
}

function slice(
  name: string,
  target: Extract<Expansion, { kind: 'list' }>,
  operation: Extract<ParameterExpansionPart['operation'], { type: 'Slice' }>,
  place: ExecutionContext,
  machine: Machine,
  expander: Expander,
): Expansion {
  const offset = arithmeticText(expander.one(operation.offset).text, place, machine);
  const count =
    operation.length === undefined
      ? undefined
      : arithmeticText(expander.one(operation.length).text, place, machine);
  const isPositional = target.values === place.scope.positional;
  const values = isPositional ? [place.scope.name, ...target.values] : target.values;
  const start = offset === undefined || offset >= 0 ? offset : values.length + offset;
  const isCounted = operation.length === undefined || (count !== undefined && count >= 0);
  const isWhole = isPositional || isWithoutGaps(place.scope.variable(name).elements);
  if (start === undefined || start < 0 || !isCounted || !isWhole || values.some(isMany))
    return one(unknownElements);
  return { ...target, values: values.slice(start, count === undefined ? undefined : start + count) };
}

/** An array's parts are taken by their numbers, not by their places. */
function isWithoutGaps(elements: ReadonlyMap<string, Value> | undefined): boolean {
  return elements === undefined || [...elements.keys()].every((key, at) => key === String(at));
}
