import { checkHook } from './hooks.js';
import type { Value } from './invocation.js';
import type { Call, Machine, Reader } from './machine.js';
import { silent } from './outcome.js';
import { concat, known } from './value.js';

/** `export NAME[=VALUE]…` */
export const exportNames: Reader = (call, machine) => {
  if (call.argv.some((word) => word.text === '-f')) {
    for (const { text } of operands(call)) call.place.scope.exportedFunctions.add(text);
    machine.emit(call);
    return silent('success');
  }
  const off = call.argv.some((word) => word.text === '-n');
  for (const word of operands(call)) {
    const { name, value } = split(word);
    const { scope } = call.place;
    if (value !== undefined) scope.assign(name, value, !off);
    else if (scope.decided(name)) scope.put(name, { ...scope.variable(name), exported: !off });
    const now = value ?? scope.variable(name).value;
    if (now !== undefined && !off) checkHook(name, now, call.place, machine, true);
  }
  machine.emit(call);
  return silent('success');
};

/** `declare`, `local`, `readonly`: attributes and values. */
export const declare: Reader = (call, machine) => {
  const flags = call.argv
    .filter((word) => /^-[a-zA-Z]+$/.test(word.text))
    .map((word) => word.text)
    .join('');
  for (const word of operands(call)) declareOne(word, flags, call, machine);
  machine.emit(call);
  return silent('success');
};

function declareOne(word: Value, flags: string, call: Call, machine: Machine): void {
  const { scope } = call.place;
  const { name, value } = split(word);
  if (flags.includes('n') && value !== undefined) {
    scope.put(name, { value: undefined, exported: false, reference: value.text });
    return;
  }
  if (flags.includes('F') || flags.includes('f') || flags.includes('p')) return;
  const exported = flags.includes('x');
  if (value === undefined) {
    if (exported && scope.decided(name)) scope.put(name, { ...scope.variable(name), exported });
    return;
  }
  scope.assign(name, cased(value, flags), exported);
  checkHook(name, value, call.place, machine, exported || scope.variable(name).exported);
}

function cased(value: Value, flags: string): Value {
  if (flags.includes('u')) return { ...value, text: value.text.toUpperCase() };
  if (flags.includes('l')) return { ...value, text: value.text.toLowerCase() };
  return value;
}

export const unsetNames: Reader = (call, machine) => {
  const isFunction = call.argv.some((word) => word.text === '-f');
  for (const { text } of operands(call)) {
    if (isFunction) call.place.scope.functions.delete(text);
    else call.place.scope.unset(text);
  }
  machine.emit(call);
  return silent('success');
};

function operands(call: Call): readonly Value[] {
  return call.argv.slice(1).filter((word) => !/^[-+]/.test(word.text));
}

function split(word: Value): { readonly name: string; readonly value: Value | undefined } {
  const parts = /^(\w+)(\+?)=/.exec(word.text);
  if (parts === null) return { name: word.text, value: undefined };
  const value: Value = { ...word, text: word.text.slice(parts[0].length) };
  return { name: parts[1] ?? '', value: parts[2] === '+' ? concat([known(''), value]) : value };
}
