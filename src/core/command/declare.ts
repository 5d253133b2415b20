import { checkHook } from './hooks.js';
import type { Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, Reader } from './machine.js';
import { silent } from './outcome.js';
import { programName } from './paths.js';
import type { Scope } from './scope.js';
import { concat, either, isKnown, opaque } from './value.js';
import type { Attribute, Variable } from './variables.js';

/** `export NAME[=VALUE]…` */
export const exportNames: Reader = (call, machine) => {
  if (call.argv.some((word) => word.text === '-f')) {
    for (const { text } of operands(call)) call.place.scope.exportedFunctions.add(text);
    machine.emit(call);
    return silent('success');
  }
  const isRefused = hasOther(call.argv, /^-[fnp]+$/);
  const off = call.argv.some((word) => word.text === '-n');
  for (const word of operands(call)) {
    const { name, value: given, appends } = split(word);
    const { scope } = call.place;
    scope.redeclared.add(name);
    const value = given === undefined || !appends ? given : appended(scope.variable(name), given);
    if (value !== undefined) scope.assign(name, isRefused ? refused(name, value, scope) : value, !off);
    else if (scope.decided(name)) scope.put(name, { ...scope.variable(name), exported: !off });
    const now = value ?? scope.variable(name).value;
    if (now !== undefined && !off) checkHook(name, now, call.place, machine, true);
  }
  machine.emit(call);
  return silent('success');
};

/** `declare`, `local`, `readonly`: attributes and values. */
export const declare: Reader = (call, machine) => {
  const flags = flagsOf(call.argv);
  for (const word of operands(call)) declareOne(word, flags, call, machine);
  machine.emit(call);
  return silent('success');
};

/** True for an option that the builtin does not know: it says so and does nothing. */
function hasOther(argv: readonly Value[], known: RegExp): boolean {
  return argv.some(({ text }) => /^[-+]./.test(text) && text !== '--' && !known.test(text));
}

/** What the variable holds where bash refuses the assignment and another shell may carry it out. */
function refused(name: string, value: Value, scope: Scope): Value {
  return either(value, scope.variable(name).value) ?? value;
}

function flagsOf(argv: readonly Value[]): string {
  return argv
    .filter((word) => /^-[a-zA-Z]+$/.test(word.text))
    .map((word) => word.text)
    .join('');
}

/** True where a declaration makes the name the running function's own. */
export function declaresLocal(argv: readonly Value[], place: ExecutionContext): boolean {
  return (
    place.scope.isInFunction &&
    /^(?:local|declare|typeset)$/.test(programName(argv[0]?.text ?? '')) &&
    !flagsOf(argv).includes('g')
  );
}

const attributeOf: Readonly<Record<string, Attribute>> = {
  A: 'keyed',
  c: 'capital',
  i: 'integer',
  u: 'upper',
  l: 'lower',
  r: 'readonly',
};

function declareOne(word: Value, flags: string, call: Call, machine: Machine): void {
  const { scope } = call.place;
  const { name } = split(word);
  if (/[fFp]/.test(flags) || !/^[A-Za-z_]\w*$/.test(name)) return;
  scope.redeclared.add(name);
  if (declaresLocal(call.argv, call.place)) scope.makeLocal(name);
  if (flags.includes('g')) scope.atTop(name, () => setOne(word, flags, call, machine));
  else setOne(word, flags, call, machine);
}

function setOne(word: Value, flags: string, call: Call, machine: Machine): void {
  const { scope } = call.place;
  const { name, value: given, appends } = split(word);
  const isRefused =
    (call.program === 'local' && !scope.isInFunction) ||
    (call.program === 'readonly' && hasOther(call.argv, /^-[aAfp]+$/));
  if (isRefused) {
    if (given !== undefined) scope.assign(name, refused(name, given, scope));
    return;
  }
  if (flags.includes('n')) {
    // Without a value the next assignment names the variable.
    const reference = given === undefined || !isKnown(given) || appends ? '' : given.text;
    scope.restore(name, { value: undefined, exported: false, reference });
    return;
  }
  const exported = flags.includes('x');
  const added = [...flags].flatMap((flag) => attributeOf[flag] ?? []);
  const isReadonly = call.program === 'readonly' || added.includes('readonly');
  scope.mark(
    name,
    added.filter((each) => each !== 'readonly'),
  );
  const before = scope.variable(name);
  const value = given === undefined || !appends ? given : appended(before, given);
  if (value === undefined) {
    if (exported && scope.decided(name)) scope.put(name, { ...before, exported });
  } else scope.assign(name, value, exported);
  if (isReadonly) scope.mark(name, ['readonly']);
  if (value !== undefined)
    checkHook(name, value, call.place, machine, exported || scope.variable(name).exported);
}

/** `name+=value`: joined, or added where it is a number. */
export function appended({ value, attributes }: Variable, more: Value): Value {
  if (attributes?.has('integer') === true) return opaque('arithmetic');
  return value === undefined ? more : concat([value, more]);
}

export const unsetNames: Reader = (call, machine) => {
  const isFunction = call.argv.some((word) => word.text === '-f');
  const isReference = call.argv.some((word) => word.text === '-n');
  const { scope } = call.place;
  for (const word of operands(call)) {
    const { text } = word;
    if (isFunction) scope.functions.delete(text);
    else if (isReference) scope.unsetReference(text);
    else if (/^\w+$/.test(text)) scope.unset(text);
    else scope.assignTo(word, opaque('parameter-form'));
  }
  machine.emit(call);
  return silent('success');
};

function operands(call: Call): readonly Value[] {
  return call.argv.slice(1).filter((word) => !/^[-+]/.test(word.text));
}

interface Declared {
  readonly name: string;
  readonly value: Value | undefined;
  readonly appends: boolean;
}

function split(word: Value): Declared {
  const parts = /^(\w+)(\+?)=/.exec(word.text);
  if (parts === null) return { name: word.text, value: undefined, appends: false };
  const value: Value = { ...word, text: word.text.slice(parts[0].length) };
  return { name: parts[1] ?? '', value, appends: parts[2] === '+' };
}
