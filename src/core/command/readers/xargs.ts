import { joinWords, runCode, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Outcome, Place, Reader } from '../machine.js';
import { hasOption, optionSet, optionValue, scanOptions } from '../options.js';
import { turns } from '../report.js';
import { concat, isKnown, joinReasons, known, makeValue, opaque, spanOf } from '../value.js';

const valued = optionSet(
  '-I --replace -n --max-args -P --max-procs -L --max-lines -d --delimiter -s --max-chars -a --arg-file -E -J -R -S',
);

/** `xargs CMD`: the words of its input become the last words of CMD, or take the place of `-I`'s mark. */
export const readXargs: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, valued);
  const command = call.argv.slice(scanned.end);
  if (command.length === 0) return undefined;
  const labelled = withLabel(call.place, 'xargs');
  const place: Place = { ...labelled, input: undefined, scope: labelled.scope.child() };
  const input = hasOption(scanned, '-a --arg-file')
    ? opaque('arguments-file')
    : (call.place.input?.rest() ?? opaque('input'));
  const mark =
    optionValue(scanned, '-I --replace -J') ?? (hasOption(scanned, '-i --replace') ? known('{}') : undefined);
  const items = itemsOf(
    input,
    scanned.options.some((option) => option.name === '-0' || option.name === '--null'),
    optionValue(scanned, '-d --delimiter'),
    mark !== undefined,
  );
  if (mark === undefined) return runWith([...command, ...items], call, place, machine);
  return each(items, (item) =>
    runWith(
      command.map((word) => put(word, mark.text, item)),
      call,
      place,
      machine,
    ),
  );
};

function runWith(argv: readonly Value[], call: Call, place: Place, machine: Machine): Outcome {
  return machine.start(argv, place, spanOf(argv) ?? call.span, call.redirections);
}

/** `word` with `item` in the place of every `mark`. */
export function put(word: Value, mark: string, item: Value): Value {
  if (!word.text.includes(mark) || mark === '') return word;
  if (word.text === mark)
    return item.span === undefined && word.span !== undefined ? { ...item, span: word.span } : item;
  return makeValue(word.text.replaceAll(mark, item.text), joinReasons(word.opaque, item.opaque), word.span);
}

function each(items: readonly Value[], run: (item: Value) => Outcome): Outcome {
  const outcomes = items.slice(0, turns).map(run);
  if (items.length > turns) outcomes.push(run(opaque('loop')));
  return { status: 'unknown', output: concat(outcomes.map((outcome) => outcome.output)) };
}

function itemsOf(
  input: Value,
  zero: boolean,
  delimiter: Value | undefined,
  lines: boolean,
): readonly Value[] {
  if (!isKnown(input)) return [opaque(input.opaque.includes('network') ? 'network' : 'input')];
  const separator = zero
    ? '\0'
    : delimiter !== undefined
      ? delimiter.text.replace('\\n', '\n').replace('\\0', '\0')
      : undefined;
  const parts =
    separator !== undefined
      ? input.text.split(separator)
      : lines
        ? input.text.split('\n')
        : words(input.text);
  return parts.filter((part) => part !== '').map((part) => known(part));
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, '$1$2$3'),
  );
}

const parallelValued = optionSet(
  '-j --jobs -I -n --max-args -N -L --delay --timeout -S --sshlogin --joblog --results --tmpdir -a --arg-file -d --delimiter -C --colsep --retries --progress --wd --workdir',
);

/** `parallel CMD ::: ITEMS`, or items or whole commands from its input. */
export const readParallel: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, parallelValued);
  const rest = call.argv.slice(scanned.end);
  const divider = rest.findIndex((word) => /^::::?\+?$/.test(word.text));
  const command = divider < 0 ? rest : rest.slice(0, divider);
  const fromFile = divider >= 0 && rest[divider]?.text.startsWith('::::') === true;
  const labelled = withLabel(call.place, 'parallel');
  const place: Place = { ...labelled, input: undefined, scope: labelled.scope.child() };
  const items = fromFile
    ? [opaque('arguments-file')]
    : divider < 0
      ? itemsOf(call.place.input?.rest() ?? opaque('input'), false, undefined, true)
      : rest.slice(divider + 1).filter((word) => !/^::::?\+?$/.test(word.text));
  const mark = optionValue(scanned, '-I')?.text ?? '{}';
  return each(items, (item) => {
    if (command.length === 0) return runCode(item, '', call, place, machine);
    const marked = command.some((word) => word.text.includes(mark));
    const words = marked ? command.map((word) => put(word, mark, item)) : [...command, item];
    return runCode(joinWords(words), '', call, place, machine);
  });
};
