import type { Assignment } from 'unbash';
import { arithmeticText } from './arithmetic.js';
import { appended } from './declare.js';
import { expandToOne, expandWords } from './expand.js';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { concat, isKnown, opaque } from './value.js';

/** Carries out one assignment; returns the value a plain variable got. */
export function assign(
  node: Assignment,
  place: ExecutionContext,
  machine: Machine,
  exported = false,
): Value | undefined {
  const { scope } = place;
  if (node.value.type === 'ArrayValue') {
    const current = node.append === true ? scope.variable(node.name).elements : undefined;
    scope.assignElements(node.name, elementsOf(node.value.elements, current, place, machine));
    return undefined;
  }
  const value = expandToOne(node.value, place, machine);
  if (node.index !== undefined) {
    const index = expandToOne(node.index, place, machine).text;
    const elements = new Map(scope.variable(node.name).elements);
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

function elementsOf(
  words: Extract<Assignment['value'], { type: 'ArrayValue' }>['elements'],
  current: ReadonlyMap<string, Value> | undefined,
  place: ExecutionContext,
  machine: Machine,
): ReadonlyMap<string, Value> {
  const elements = new Map(current);
  let next = elements.size;
  for (const word of words) {
    const keyed = /^\[([^\]]+)\]=/.exec(word.value);
    if (keyed?.[1] !== undefined) {
      const value = expandToOne(word, place, machine);
      elements.set(keyed[1].replace(/^["']|["']$/g, ''), {
        ...value,
        text: value.text.slice(keyed[0].length),
      });
      continue;
    }
    for (const value of expandWords([word], place, machine)) {
      elements.set(String(next), value);
      next += 1;
    }
  }
  return elements;
}
