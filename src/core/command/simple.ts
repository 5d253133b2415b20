import { type Assignment, type Command, parse, type Word } from 'unbash';
import type { BudgetName } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import { assign } from './assign.js';
import { expandBraces } from './brace.js';
import { declaresLocal } from './declare.js';
import { expandToOne, expandWords } from './expand.js';
import { checkHook } from './hooks.js';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { silent } from './outcome.js';
import { applyRedirects, deliver, reportBare } from './redirect.js';
import type { Source } from './source.js';
import { either, known, makeValue } from './value.js';

/** Builtins after which a word in assignment form is an assignment. */
const declarations = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'alias']);

/** One simple command: assignments, words, redirections, and what starts from them. */
export function runSimple(command: Command, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const span = place.source.locate(command.pos, command.end);
  if (command.name === undefined) return runBare(command, place, machine, span);
  const alias = aliasOf(command.name, place);
  const expanded = alias === undefined ? undefined : runAlias(alias, command, place, machine, span);
  if (expanded !== undefined && alias?.text.split(/\s/)[0] === command.name.text) return expanded;
  const argv = wordsOf(command, place, machine);
  const redirected = applyRedirects(command.redirects, place, machine);
  const outcome = withAssignments(command, redirected.place, machine, () =>
    argv.length === 0
      ? silent('success')
      : machine.start(argv, redirected.place, span, redirected.redirections),
  );
  return deliver(outcome, redirected, machine);
}

function wordsOf(command: Command, place: ExecutionContext, machine: Machine): readonly Value[] {
  if (command.name === undefined) return [];
  const argv = [...expandWords([command.name], place, machine)];
  const declares = declarations.has(argv[0]?.text ?? '');
  for (const argument of command.args) {
    if (argument.type === 'Word') argv.push(...expandWords([argument], place, machine));
    else {
      if (argument.value.type === 'ArrayValue' && declaresLocal(argv, place))
        place.scope.makeLocal(argument.name);
      if (declares && argv.some(({ text }) => /^-\w*A/.test(text)))
        place.scope.mark(argument.name, ['keyed']);
      argv.push(...assignmentWords(argument, place, machine, declares));
    }
  }
  return argv;
}

/** `name={a,b}` is two words, as bash has it. */
function assignmentWords(
  node: Assignment,
  place: ExecutionContext,
  machine: Machine,
  declares: boolean,
): readonly Value[] {
  const span = place.source.locate(node.pos, node.end);
  const overrun = (name: BudgetName): void => machine.report.spent(name, span);
  const raws = node.text.includes('{') && node.value.type === 'Word' ? expandBraces(node.text, overrun) : [];
  if (raws.length < 2) return [assignmentWord(node, place, machine, declares)];
  const text = `export ${raws.join(' ')}`;
  const inner = parse(text).commands[0]?.command;
  if (inner?.type !== 'Command') return [];
  const source: Source = { text, locate: () => span, marks: place.source.marks };
  return inner.args.flatMap((argument) =>
    argument.type === 'Assignment' ? [assignmentWord(argument, { ...place, source }, machine, declares)] : [],
  );
}

/** `name=value` as one word. Arrays are assigned on the spot, since no word can hold them. */
function assignmentWord(
  node: Assignment,
  place: ExecutionContext,
  machine: Machine,
  declares: boolean,
): Value {
  const span = place.source.locate(node.pos, node.end);
  if (node.value.type === 'ArrayValue') {
    if (declares) assign(node, place, machine);
    return known(node.name, span);
  }
  if (node.index !== undefined) {
    if (declares) assign(node, place, machine);
    return known(node.name, span);
  }
  const value = expandToOne(node.value, place, machine, true);
  return makeValue(`${node.name}${node.append === true ? '+' : ''}=${value.text}`, value.opaque, span);
}

function runBare(command: Command, place: ExecutionContext, machine: Machine, span: Span): ReaderOutcome {
  for (const node of command.prefix) {
    if (node.type !== 'Assignment') continue;
    const value = assign(node, place, machine);
    if (value !== undefined)
      checkHook(node.name, value, place, machine, place.scope.variable(node.name).exported);
  }
  const redirected = applyRedirects(command.redirects, place, machine);
  reportBare(redirected, place, machine, span);
  // `$(< file)` prints the file.
  const reads = redirected.redirections.length === 1 && redirected.redirections[0]?.mode === 'read';
  return {
    status: 'success',
    output: reads && redirected.place.input !== undefined ? redirected.place.input.rest() : known(''),
  };
}

/** Variables set for one command only: exported while it runs, then as before. */
function withAssignments(
  command: Command,
  place: ExecutionContext,
  machine: Machine,
  run: () => ReaderOutcome,
): ReaderOutcome {
  const nodes = command.prefix.filter((node): node is Assignment => node.type === 'Assignment');
  if (nodes.length === 0) return run();
  const { scope } = place;
  const before = new Map(nodes.map((node) => [node.name, scope.own(node.name)]));
  for (const node of nodes) {
    const value = assign(node, place, machine, true);
    if (value !== undefined) checkHook(node.name, value, place, machine, true);
  }
  for (const name of before.keys()) scope.redeclared.delete(name);
  const outcome = run();
  for (const [name, variable] of before) {
    const inside = scope.variable(name).value;
    scope.restore(name, variable);
    if (!scope.redeclared.has(name)) continue;
    const { value, exported } = scope.variable(name);
    scope.restore(name, { value: either(value, inside), exported });
  }
  return outcome;
}

function aliasOf(name: Word, place: ExecutionContext): Value | undefined {
  if (name.parts !== undefined || name.text !== name.value) return undefined;
  return place.scope.aliases.get(name.text);
}

/** The command with its alias put in. Non-interactive shells may not expand it, so the plain reading counts as well. */
function runAlias(
  alias: Value,
  command: Command,
  place: ExecutionContext,
  machine: Machine,
  span: Span,
): ReaderOutcome {
  const rest = command.name === undefined ? '' : place.source.text.slice(command.name.end, command.end);
  const text = `${alias.text} ${rest}`;
  const source: Source = { text, locate: () => span, marks: [...place.source.marks, ...alias.opaque] };
  const name = command.name?.text ?? '';
  const scope = place.scope;
  scope.aliases.delete(name);
  const outcome = machine.run(parse(text), {
    ...place,
    source,
    frame: { ...place.frame, depth: place.frame.depth + 1 },
  });
  scope.aliases.set(name, alias);
  return outcome;
}
