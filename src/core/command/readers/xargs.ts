import { joinWords, runCode, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { hasScanned, optionSet, type Scanned, scannedValue, scanOptions } from '../options.js';
import { turns } from '../report.js';
import { concat, isKnown, joinReasons, known, makeValue, opaque, spanOf } from '../value.js';

const valued = optionSet(
  '-I -n --max-args -P --max-procs -L -d --delimiter -s --max-chars -a --arg-file -E -J -R -S',
);

/** `xargs CMD`: the words of its input become the last words of CMD, or take the place of `-I`'s mark. */
export const readXargs: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, valued);
  const command = call.argv.slice(scanned.end);
  if (command.length === 0) return undefined;
  const labelled = withLabel(call.place, 'xargs');
  const place: ExecutionContext = { ...labelled, input: undefined, scope: labelled.scope.child() };
  const input = hasScanned(scanned, '-a --arg-file')
    ? opaque('arguments-file')
    : (call.place.input?.rest() ?? opaque('input'));
  const mark =
    scannedValue(scanned, '-I --replace -J') ??
    (hasScanned(scanned, '-i --replace') ? known('{}') : undefined);
  const separator = scanned.options.some((option) => option.name === '-0' || option.name === '--null')
    ? '\0'
    : separatorOf(scannedValue(scanned, '-d --delimiter'));
  if (mark !== undefined) {
    return each(separator === undefined ? linesOf(input) : itemsOf(input, separator), (item) =>
      runWith(
        command.map((word) => put(word, mark.text, item)),
        call,
        place,
        machine,
      ),
    );
  }
  const groups = groupsOf(input, separator, scanned);
  if (groups === undefined) return runWith([...command, ...itemsOf(input, separator)], call, place, machine);
  return each(groups, (group) =>
    runWith([...command, ...('text' in group ? [group] : group)], call, place, machine),
  );
};

/** The words of each call; undefined where one call takes them all. */
function groupsOf(
  input: Value,
  separator: string | undefined,
  scanned: Scanned,
): readonly (readonly Value[])[] | undefined {
  const perLine = amountOf(scannedValue(scanned, '-L --max-lines'));
  const perCall = amountOf(scannedValue(scanned, '-n --max-args'));
  if (!isKnown(input) || (perLine ?? perCall) === undefined) return undefined;
  const parts =
    perLine === undefined
      ? itemsOf(input, separator).map((item) => [item])
      : input.text.split('\n').map((line) => words(line).map((word) => known(word)));
  const filled = parts.filter((part) => part.length > 0);
  const size = perLine ?? perCall ?? 1;
  return Array.from({ length: Math.ceil(filled.length / size) }, (_each, index) =>
    filled.slice(index * size, (index + 1) * size).flat(),
  );
}

function amountOf(value: Value | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,6}$/.test(value.text) ? Number(value.text) : undefined;
}

function separatorOf(delimiter: Value | undefined): string | undefined {
  return delimiter?.text.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
}

function runWith(
  argv: readonly Value[],
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  return machine.start(argv, place, spanOf(argv) ?? call.span, call.redirections);
}

/** `word` with `item` in the place of every `mark`. */
export function put(word: Value, mark: string, item: Value): Value {
  if (!word.text.includes(mark) || mark === '') return word;
  if (word.text === mark)
    return item.span === undefined && word.span !== undefined ? { ...item, span: word.span } : item;
  return makeValue(word.text.replaceAll(mark, item.text), joinReasons(word.opaque, item.opaque), word.span);
}

function each<Item extends Value | readonly Value[]>(
  items: readonly Item[],
  run: (item: Item | Value) => ReaderOutcome,
): ReaderOutcome {
  const outcomes = items.slice(0, turns).map(run);
  if (items.length > turns) outcomes.push(run(opaque('loop')));
  return { status: 'unknown', output: concat(outcomes.map((outcome) => outcome.output)) };
}

/** The items of the input: between separators, or words. */
function itemsOf(input: Value, separator: string | undefined): readonly Value[] {
  if (!isKnown(input)) return [unknownItem(input)];
  if (separator === undefined) return words(input.text).map((word) => known(word));
  const parts = input.text.split(separator);
  if (parts.at(-1) === '') parts.pop();
  return parts.map((part) => known(part));
}

function unknownItem(input: Value): Value {
  return opaque(input.opaque.includes('network') ? 'network' : 'input');
}

/** Each line as one item, without its leading blanks and its quotes. */
function linesOf(input: Value): readonly Value[] {
  if (!isKnown(input)) return [unknownItem(input)];
  return input.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => known(unquoted(line.trimStart())));
}

function unquoted(text: string): string {
  return text.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, '$1$2$3');
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) => unquoted(word));
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
  const place: ExecutionContext = { ...labelled, input: undefined, scope: labelled.scope.child() };
  const items = fromFile
    ? [opaque('arguments-file')]
    : divider < 0
      ? linesOf(call.place.input?.rest() ?? opaque('input'))
      : rest.slice(divider + 1).filter((word) => !/^::::?\+?$/.test(word.text));
  const mark = scannedValue(scanned, '-I')?.text ?? '{}';
  return each(items, (item) => {
    if (command.length === 0) return runCode(item, '', call, place, machine);
    const marked = command.some((word) => word.text.includes(mark));
    const words = marked ? command.map((word) => put(word, mark, item)) : [...command, item];
    const outcome = runCode(joinWords(words), '', call, place, machine);
    // The words are joined and read anew; whoever quoted one of them meant it to stay one, and some versions keep it so.
    if (command.some((word) => /\s/.test(word.text))) runWith(words, call, place, machine);
    return outcome;
  });
};
