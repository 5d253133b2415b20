import type { Value } from './invocation.js';
import type { Call, Reader } from './machine.js';
import { optionSet, optionValue, scanOptions } from './options.js';
import { silent } from './outcome.js';
import { Stream } from './stream.js';
import { isKnown, known, opaque } from './value.js';

const valued = optionSet('-d -n -O -s -u -C -c');

/** `read NAME…`: the next line of known input, split; else opaque. */
export const readInto: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-a -d -i -n -N -p -t -u'));
  const names = call.argv.slice(scanned.end).map((word) => word.text);
  const line = call.place.input?.line();
  machine.emit({ ...call, place: { ...call.place, input: undefined } });
  const array = optionValue(scanned, '-a');
  if (array !== undefined) {
    const parts =
      line === undefined || line === 'end' ? [opaque('input')] : split(line, separators(call), 1_000);
    call.place.scope.assignElements(array.text, new Map(parts.map((part, index) => [String(index), part])));
  } else assignParts(names.length === 0 ? ['REPLY'] : names, line, call);
  return silent(line === undefined ? 'unknown' : line === 'end' ? 'failure' : 'success');
};

function assignParts(names: readonly string[], line: Value | 'end' | undefined, call: Call): void {
  const { scope } = call.place;
  const source = call.place.input?.rest();
  const reason = source?.opaque.includes('network') === true ? 'network' : 'input';
  const parts =
    line === undefined ? undefined : line === 'end' ? [] : split(line, separators(call), names.length);
  names.forEach((name, index) => {
    if (/^\w+$/.test(name))
      scope.assign(name, parts === undefined ? opaque(reason) : (parts[index] ?? known('')));
  });
}

function separators(call: Call): string {
  const ifs = call.place.scope.variable('IFS').value;
  return ifs !== undefined && isKnown(ifs) ? ifs.text : ' \t\n';
}

function split(line: Value, ifs: string, most: number): readonly Value[] {
  if (ifs === '') return [line];
  const parts: string[] = [];
  let rest = trim(line.text, ifs);
  while (parts.length < most - 1 && rest !== '') {
    const end = [...rest].findIndex((character) => ifs.includes(character));
    if (end < 0) break;
    parts.push(rest.slice(0, end));
    rest = trim(rest.slice(end + 1), ifs);
  }
  if (rest !== '') parts.push(rest);
  return parts.map((part) => known(part));
}

function trim(text: string, ifs: string): string {
  return ifs.includes(' ') ? text.trim() : text;
}

/** `mapfile NAME`: every line of known input as an array. */
export const readLines: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, valued);
  const name = call.argv[scanned.end]?.text ?? 'MAPFILE';
  const input = call.place.input?.rest() ?? opaque('input');
  machine.emit({ ...call, place: { ...call.place, input: new Stream(known('')) } });
  const lines = isKnown(input)
    ? input.text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => known(line))
    : [opaque('input')];
  call.place.scope.assignElements(name, new Map(lines.map((line, index) => [String(index), line])));
  return silent('success');
};
