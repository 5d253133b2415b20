import { parse } from 'unbash';
import { withLabel } from '../code.js';
import { expandWords } from '../expand.js';
import type { Value } from '../invocation.js';
import type { ExecutionContext, Machine, Reader } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { sourceOf } from '../source.js';
import { spanOf } from '../value.js';
import { setVariable, within } from './unwrap.js';

const valued = optionSet('-u --unset -C --chdir -S --split-string -P -a --argv0');

/** `env`: options, assignments, then a command; `-S` splits its value into words. */
export const readEnv: Reader = (call, machine) => {
  const labelled = withLabel(call.place, 'env');
  const place: ExecutionContext = { ...labelled, scope: labelled.scope.child() };
  const words = [...call.argv.slice(1)];
  while (words.length > 0) {
    const word = words[0];
    if (word === undefined) break;
    if (word.text === '--') {
      words.shift();
      continue;
    }
    if (word.text.startsWith('-')) {
      const options: Option[] = [];
      const next = word.text === '-' ? 1 : readOption(word, words, 1, valued, options);
      words.splice(0, next);
      if (word.text === '-') place.scope.clearEnvironment();
      for (const option of options) words.unshift(...applyOption(option, place, machine));
    } else if (/^[^=]+=/.test(word.text)) {
      setVariable(word, place, machine);
      words.shift();
    } else break;
  }
  if (words.length === 0) return undefined;
  return machine.start(words, place, spanOf(words) ?? call.span, call.redirections);
};

/** Carries out one option; returns the words that it puts in front of the command. */
function applyOption({ name, value }: Option, place: ExecutionContext, machine: Machine): readonly Value[] {
  switch (name) {
    case '-i':
    case '--ignore-environment':
      place.scope.clearEnvironment();
      return [];
    case '-u':
    case '--unset':
      if (value !== undefined) place.scope.put(value.text, { value: undefined, exported: true });
      return [];
    case '-C':
    case '--chdir':
      if (value !== undefined) place.scope.cwd = within(place.scope.cwd, value);
      return [];
    case '-S':
    case '--split-string':
      return value === undefined ? [] : splitString(value, place, machine);
    default:
      return [];
  }
}

/** The words of a text, split as `env -S` does: quotes and variables, no operators. */
function splitString(value: Value, place: ExecutionContext, machine: Machine): readonly Value[] {
  const command = parse(`: ${value.text}`).commands[0]?.command;
  if (command?.type !== 'Command') return [value];
  const span = value.span ?? place.source.locate(0, 0);
  const source = { ...sourceOf({ ...value, text: `: ${value.text}` }, machine.root, span) };
  const words = command.suffix.flatMap((word) => (word.type === 'Word' ? [word] : []));
  const assigned = command.suffix.flatMap((word) =>
    word.type === 'Assignment' ? [{ text: word.text, opaque: [], span } satisfies Value] : [],
  );
  return [...assigned, ...expandWords(words, { ...place, source }, machine)];
}
