import { budgets } from '../../shared/budgets.js';
import { flagOff, flagOn } from './flags.js';
import {
  type Given,
  type Known,
  knownText,
  type Thing,
  textOfKnown,
  unknownValue,
  type WayStep,
} from './known.js';
import type { AssignTarget, Expression, Statement } from './program.js';

/** Stands in a program for what the shell puts into it. */
export const hole = '__countersign_hole__';

export function withoutSelf(of: Extract<Known, { kind: 'function' }>): Extract<Known, { kind: 'function' }> {
  const [first] = of.params;
  return first?.kind === 'name' && first.name === 'self' ? { ...of, params: of.params.slice(1) } : of;
}

/** The root of what is called on a known text: it may be a path. */
export const ownText = 'text';

export function methodOf(text: Known, name: string): Thing {
  const called: Given = { args: [text], named: new Map(), isNew: false };
  return { kind: 'thing', root: ownText, steps: [{ name: 'of', called }, { name }] };
}

/** A member of what is not known keeps its name, so that what it is called with still tells something. */
export function unknownOf(name: string): Known {
  return { kind: 'thing', root: '?', steps: [{ name }] };
}

export function thingOf(module: string, member: string | undefined): Thing {
  const steps: readonly WayStep[] =
    member === undefined || member === 'default' || member === '*' ? [] : [{ name: member }];
  return { kind: 'thing', root: module.replace(/^node:/, ''), steps };
}

export function pathWithoutCalls({ root, steps }: Thing): string {
  return [root, ...steps.map((step) => step.name)].filter((part) => part !== '').join('.');
}

export function spreadOut(named: ReadonlyMap<string, Known>): ReadonlyMap<string, Known> {
  const whole = named.get('...');
  return whole?.kind === 'record' ? new Map([...named, ...whole.entries]) : named;
}

export function added(left: Known, right: Known): Known {
  if (left.kind === 'list' && right.kind === 'list')
    return { kind: 'list', items: [...left.items, ...right.items] };
  if (left.kind !== 'text' && right.kind !== 'text') return unknownValue;
  return knownText((textOfKnown(left) + textOfKnown(right)).slice(0, budgets.value.most));
}

/** `a + b`, `folder / name`, `'%s' % value`. */
export function joinedBy(how: 'add' | 'path' | 'format', left: Known, right: Known): Known {
  if (how === 'add') return added(left, right);
  if (left.kind !== 'text') return unknownValue;
  if (how === 'path') return knownText(`${left.text.replace(/\/$/, '')}/${textOfKnown(right)}`);
  const args = right.kind === 'list' ? [...right.items] : [right];
  return knownText(left.text.replace(/%[-\d.]*[srd]/g, () => textOfKnown(args.shift())));
}

/** Methods that hand their receiver's value to the function that they get. */
export const handsOn =
  /^(?:then|finally|tap|pipe|map|forEach|each|filter|reduce|flatMap|some|every|find|using|transaction|\$transaction|with|begin)$/;

/** Methods that keep a function for a request or an event that may come. */
const keepsForLater =
  /^(?:get|post|put|patch|delete|all|use|route|on|once|addListener|addEventListener|command|action|task|listen|subscribe|test|it|describe|beforeEach|afterEach|register|tool|procedure|resolver|hook|add_api_route|before|after)$/;

/** A connection that opens is what its maker waits for. */
export function isKept(name: string, event: Known | undefined): boolean {
  const comes = event?.kind === 'text' && /^(?:ready|connect|connected|open)$/.test(event.text);
  return keepsForLater.test(name) && !comes;
}

/** `tempfile.NamedTemporaryFile()` in the usual place. */
export function isTemporaryFile({ root, steps }: Thing): boolean {
  const last = steps.at(-1);
  return root === 'tempfile' && last?.name === 'NamedTemporaryFile' && last.called?.named.has('dir') !== true;
}

/** Items of one loop that are told apart, and functions that call functions. */
export const mostResolved = { items: 20, depth: 40 };

/** What a loop takes in turn. */
export function itemsOf(of: Known): readonly Known[] {
  if (of.kind === 'list') {
    // What stands behind is walked once for all of it.
    return of.items.length > mostResolved.items
      ? [...of.items.slice(0, mostResolved.items), unknownValue]
      : of.items;
  }
  return [of.kind === 'thing' ? { ...of, steps: [...of.steps, { name: '*' }] } : unknownValue];
}

/** What these give is taken for the thing itself. */
export const givesItself = /^(?:then|catch|finally|promise|connect|cursor|begin|__enter__)$/;

/** A function, or a list of them, that a file gives by assigning it: what makes nothing happen by itself. */
export function givenBy(statement: Statement): Expression | undefined {
  let value = statement.kind === 'set' || statement.kind === 'do' ? statement.value : undefined;
  while (value?.kind === 'bind') value = value.value;
  return value?.kind === 'record' || value?.kind === 'function' ? value : undefined;
}

/** What a framework hands to a function of the file: a client, a builder of statements, by the name that it has there. */
export function handedTo(param: AssignTarget): Known {
  return param.kind === 'name' ? { kind: 'thing', root: '', steps: [{ name: param.name }] } : unknownValue;
}

/** `...` stands for all of another one. */
export function recordOfPairs(pairs: readonly (readonly [name: string, value: Known])[]): Known {
  const entries = new Map<string, Known>();
  for (const [name, value] of pairs) {
    if (name === '...' && value.kind === 'record')
      for (const [inner, one] of value.entries) entries.set(inner, one);
    else entries.set(name, value);
  }
  return { kind: 'record', entries };
}

/** What a function gets first of a list, and of all else itself. */
export function firstOf(value: Known): Known {
  return value.kind === 'list' ? (value.items[0] ?? unknownValue) : value;
}

/** Of values of which one is meant: what leads outside first, then what is known. */
export function oneMeantOf(values: readonly Known[]): Known {
  return (
    values.find((one) => one.kind === 'thing' && one.root !== '') ??
    values.find((one) => one.kind !== 'unknown' && one !== flagOn && one !== flagOff) ??
    unknownValue
  );
}

/** The name that an expression begins with; empty where it may be one of several. */
export function headName(expression: Expression): string {
  if (expression.kind === 'call') return headName(expression.callee);
  if (expression.kind === 'member') return headName(expression.of);
  return expression.kind === 'name' ? expression.name : '';
}

/** `client.del.bind(client)` is the function still. */
export function isBinding(callee: Expression): boolean {
  return callee.kind === 'member' && callee.name === 'bind';
}

/** How a body leaves what it stands in: by `return`, by the end of the program. */
export function leavesBy(body: readonly Statement[]): 'no' | 'return' | 'exit' {
  const last = body.at(-1);
  if (last?.kind === 'block') return leavesBy(last.body);
  if (last?.kind === 'return') return 'return';
  const callee = last?.kind === 'do' && last.value.kind === 'call' ? last.value.callee : undefined;
  const isExit =
    callee?.kind === 'member' && callee.name === 'exit' && /^(?:sys|process)$/.test(headName(callee.of));
  return isExit ? 'exit' : 'no';
}
