import type { Assignment } from 'unbash';
import { arithmeticText } from './arithmetic.js';
import { appended } from './declare.js';
import { expandToOne, expandWords } from './expand.js';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { concat, isKnown, opaque, unknownElements } from './value.js';
import { endOf, type Variable } from './variables.js';

/** Carries out one assignment; returns the value a plain variable got. */
export function assign(
  node: Assignment,
  place: ExecutionContext,
  machine: Machine,
  exported = false,
): Value | undefined {
  const { scope } = place;
  if (node.value.type === 'ArrayValue') {
    const variable = scope.variable(node.name);
    const current = node.append === true ? variable.elements : undefined;
    const isKeyed = variable.attributes?.has('keyed') === true;
    const elements = elementsOf(node.value.elements, current, isKeyed, place, machine);
    if (elements === undefined) scope.assign(node.name, unknownElements);
    else scope.assignElements(node.name, elements);
    return undefined;
  }
  const value = expandToOne(node.value, place, machine, true);
  if (node.index !== undefined) {
    const named = /^BASH_(?:ALIASES|CMDS)$/.test(node.name);
    if (named) scope.aliases.set(expandToOne(node.index, place, machine).text, value);
    const variable = scope.variable(node.name);
    const elements = new Map(variable.elements);
    const index = keyOf(expandToOne(node.index, place, machine), variable, place, machine);
    if (index === undefined) {
      scope.assign(node.name, unknownElements);
      return undefined;
    }
    elements.set(
      index,
      node.append === true ? concat([elements.get(index) ?? opaque('unset-variable'), value]) : value,
    );
    scope.assignElements(node.name, elements);
    return undefined;
  }
  const whole = node.append === true ? appended(scope.variable(node.name), value) : value;
  if (scope.variable(node.name).attributes?.has('integer') === true && isKnown(value))
    arithmeticText(value.text, place, machine);
  scope.assign(node.name, whole, exported);
  return whole;
}

/** The key that a subscript means: a number, but where the variable's elements go by texts. */
function keyOf(
  index: Value,
  { attributes, elements, value }: Variable,
  place: ExecutionContext,
  machine: Machine,
): string | undefined {
  if (!isKnown(index)) return undefined;
  if (attributes?.has('keyed') === true) return index.text;
  if (elements === undefined && value !== undefined && !isKnown(value)) return undefined;
  if ([...(elements?.values() ?? [])].some(({ many }) => many === true)) return undefined;
  const number = arithmeticText(index.text, place, machine);
  if (number === undefined) return undefined;
  const from = number < 0 ? endOf(elements) : 0;
  return from + number < 0 ? undefined : String(from + number);
}

/** Undefined where a key is no plain number. */
function elementsOf(
  words: Extract<Assignment['value'], { type: 'ArrayValue' }>['elements'],
  current: ReadonlyMap<string, Value> | undefined,
  isKeyed: boolean,
  place: ExecutionContext,
  machine: Machine,
): ReadonlyMap<string, Value> | undefined {
  const elements = new Map(current);
  let next = isKeyed ? 0 : endOf(elements);
  let isPlain = true;
  for (const word of words) {
    const keyed = /^\[([^\]]+)\]=/.exec(word.value);
    if (keyed?.[1] !== undefined) {
      const value = expandToOne(word, place, machine);
      const key = keyed[1].replace(/^["']|["']$/g, '');
      if (!isKeyed) arithmeticText(key, place, machine);
      isPlain &&= isKeyed || /^(?:0|[1-9]\d{0,8})$/.test(key);
      elements.set(key, { ...value, text: value.text.slice(keyed[0].length) });
      next = Number(key) + 1;
      continue;
    }
    for (const value of expandWords([word], place, machine)) {
      elements.set(String(next), value);
      next += 1;
    }
  }
  return isPlain ? elements : undefined;
}
