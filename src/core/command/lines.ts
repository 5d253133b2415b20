import { runCode } from './code.js';
import type { Value } from './invocation.js';
import type { Call, Reader } from './machine.js';
import { optionSet, scannedValue, scanOptions } from './options.js';
import { silent } from './outcome.js';
import { Stream } from './stream.js';
import { concat, isKnown, known, opaque } from './value.js';

const valued = optionSet('-d -n -O -s -u -C -c');

/** `read NAME…`: the next line of known input, split; else opaque. */
export const readInto: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-a -d -i -n -N -p -t -u'));
  const names = call.argv.slice(scanned.end);
  // Another end than a line's, or another input.
  const isOther = scanned.options.some(({ name }) => /^-[dnNu]$/.test(name));
  const read = isOther ? undefined : call.place.input?.line();
  // Without -r a backslash joins lines and hides separators.
  const isPlain = scanned.options.some(({ name }) => name === '-r');
  const line =
    read === undefined || read === 'end' || isPlain || !read.text.text.includes('\\')
      ? read === 'end'
        ? read
        : read?.text
      : undefined;
  machine.emit({ ...call, place: { ...call.place, input: undefined } });
  const array = scannedValue(scanned, '-a');
  if (array !== undefined) {
    const parts =
      line === undefined || line === 'end' ? [opaque('input')] : split(line, separators(call), 1_000);
    call.place.scope.assignElements(array.text, new Map(parts.map((part, index) => [String(index), part])));
  } else assignParts(names.length === 0 ? [known('REPLY')] : names, line, call);
  // It fails at the end of its input, a last line without a newline included, and on a variable that it may not change.
  const isRefused = names.some(({ text }) => call.place.scope.isReadonly(text));
  if (read === undefined || isRefused) return silent('unknown');
  return silent(read !== 'end' && read.isWhole ? 'success' : 'failure');
};

function assignParts(names: readonly Value[], line: Value | 'end' | undefined, call: Call): void {
  const { scope } = call.place;
  const source = call.place.input?.rest();
  const reason = source?.opaque.includes('network') === true ? 'network' : 'input';
  const parts =
    line === undefined ? undefined : line === 'end' ? [] : split(line, separators(call), names.length);
  names.forEach((name, index) => {
    scope.assignTo(name, parts === undefined ? opaque(reason) : (parts[index] ?? known('')));
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
  const callback = scannedValue(scanned, '-C');
  if (callback !== undefined)
    runCode(concat([callback, known(' 0 line')]), `${call.program} -C`, call, call.place, machine);
  const lines = isKnown(input)
    ? input.text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => known(line))
    : [opaque('input')];
  call.place.scope.assignElements(name, new Map(lines.map((line, index) => [String(index), line])));
  return silent('success');
};
