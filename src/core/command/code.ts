import type { Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { at, concat, isBlank, known, spanOf } from './value.js';

/** Shell text that `call` runs. When nothing of it is known the program itself is reported, and that it is opaque. */
export function runCode(
  code: Value,
  label: string,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  if (!isBlank(code))
    return machine.read(at(code, code.span ?? call.span), label, inDialectOf(call.program, place));
  machine.report.anomaly('opaque-code', label, code.span ?? call.span);
  return machine.emit(fedBy(code, call));
}

/** Which shell reads what `program` hands on: its own, bash's kin, or the system's `sh`, whichever that is. */
export function inDialectOf(program: string, place: ExecutionContext): ExecutionContext {
  if (/^(?:eval|source|\.|trap)$/.test(program)) return place;
  const posix = !/^(?:r?bash|zsh|m?ksh)$/.test(program);
  return posix === (place.frame.posix === true) ? place : { ...place, frame: { ...place.frame, posix } };
}

/** The call with the mark that its code comes from a network, when it does. */
export function fedBy(code: Value, call: Call): Call {
  if (!code.opaque.includes('network')) return call;
  const frame = { ...call.place.frame, fedFromNetwork: true };
  return { ...call, place: { ...call.place, frame } };
}

/** Standard input run as shell text; a program without known input is reported as it stands. */
export function runInput(
  label: string,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  const input = call.place.input?.rest();
  if (input === undefined || input.text === '') return machine.emit(call);
  if (!isBlank(input)) {
    const inner = inDialectOf(call.program, { ...place, input: undefined });
    return machine.read(at(input, call.span), label, inner);
  }
  machine.report.anomaly('opaque-code', label, call.span);
  return machine.emit(fedBy(input, call));
}

/** Words joined by blanks, as programs do that hand them to a shell. */
export function joinWords(words: readonly Value[]): Value {
  const joined = concat(words, ' ');
  const span = spanOf(words);
  return words.length === 0 ? known('') : span === undefined ? joined : { ...joined, span };
}

export function withLabel(place: ExecutionContext, label: string): ExecutionContext {
  const frame = { ...place.frame, via: [...place.frame.via, label], depth: place.frame.depth + 1 };
  return { ...place, frame };
}
