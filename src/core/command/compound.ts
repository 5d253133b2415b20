import {
  type Case,
  type CommandNode,
  type CompoundList,
  type For,
  type Function as FunctionNode,
  type If,
  parse,
  type Redirected,
  type Select,
  type TestExpression,
  type While,
  type Word,
} from 'unbash';
import { assertNever } from '../shared/assert-never.js';
import { arithmeticText, evaluate } from './arithmetic.js';
import { expandPattern, expandToOne, expandWords } from './expand.js';
import { compilePattern, matches } from './glob.js';
import { OPAQUE_MARK, type Value } from './invocation.js';
import type { ExecutionContext, Machine, ReaderOutcome, Status } from './machine.js';
import { runNames } from './named-words.js';
import { nothing, silent } from './outcome.js';
import { applyRedirects, deliver, reportBare } from './redirect.js';
import { turns } from './report.js';
import type { Scope } from './scope.js';
import { concat, isKnown, known, opaque } from './value.js';

/** Functions that bash or zsh calls by itself once they are there. */
const calledByShell: ReadonlySet<string> = new Set(
  'command_not_found_handle command_not_found_handler precmd preexec chpwd periodic zshexit zshaddhistory TRAPEXIT TRAPDEBUG TRAPZERR'.split(
    ' ',
  ),
);

type RunCommand = (node: CommandNode, place: ExecutionContext) => ReaderOutcome;
type Compound = Exclude<CommandNode, { type: 'Command' }>;

export function runCompound(
  node: Compound,
  place: ExecutionContext,
  machine: Machine,
  run: RunCommand,
): ReaderOutcome {
  switch (node.type) {
    case 'Redirected':
      return runRedirected(node, place, machine, run);
    case 'Function':
      place.scope.functions.set(node.name.value, { node, source: place.source });
      if (calledByShell.has(node.name.value)) callBeside(node, place, machine);
      return nothing;
    case 'Coproc':
      return node.body.type === 'CompoundList'
        ? machine.run(node.body, { ...place, scope: place.scope.copy() })
        : run(node.body, { ...place, scope: place.scope.copy() });
    case 'BraceGroup':
      return machine.run(node.body, place);
    case 'Subshell':
      return machine.run(node.body, { ...place, scope: place.scope.copy() });
    case 'If':
      return runIf(node, place, machine);
    case 'While':
      return runWhile(node, place, machine);
    case 'For':
    case 'Select':
      return runFor(node, place, machine);
    case 'ArithmeticFor':
      evaluate(node.initialize, place, machine);
      return repeat(place, machine, () => {
        evaluate(node.test, place, machine);
        const outcome = machine.run(node.body, place);
        evaluate(node.update, place, machine);
        return outcome;
      });
    case 'Case':
      return runCase(node, place, machine);
    case 'TestCommand':
      readAsPlain(node, place, machine);
      return silent(test(node.expression, place, machine));
    case 'ArithmeticCommand': {
      readAsPlain(node, place, machine);
      const value = evaluate(node.expression, place, machine);
      return silent(value === undefined ? 'doubtful' : value === 0 ? 'failure' : 'success');
    }
    default:
      return assertNever(node);
  }
}

/**
 * A shell without `((…))` takes it for two subshells, and one without `[[…]]` for a program of that name, so that `||` and
 * `>` inside do what they do everywhere. Where the shell may be such a one, the text is read that way too.
 */
function readAsPlain(
  node: Extract<Compound, { type: 'TestCommand' | 'ArithmeticCommand' }>,
  place: ExecutionContext,
  machine: Machine,
): void {
  if (place.frame.posix !== true) return;
  const { source } = place;
  const text = source.text.slice(node.pos, node.end);
  const plain = node.type === 'TestCommand' ? `'[[' ${text.slice(2)}` : text.slice(2, -2);
  // What does not parse there runs nothing there.
  if ((parse(plain).errors ?? []).length > 0) return;
  const code = { text: plain, opaque: source.marks.filter(() => plain.includes(OPAQUE_MARK)) };
  const span = source.locate(node.pos, node.end);
  machine.read({ ...code, span }, '', { ...place, scope: place.scope.copy() });
}

function runRedirected(
  node: Redirected,
  place: ExecutionContext,
  machine: Machine,
  run: RunCommand,
): ReaderOutcome {
  const redirected = applyRedirects(node.redirects, place, machine);
  reportBare(redirected, place, machine, place.source.locate(node.pos, node.end));
  const outcome = run(node.command, redirected.place);
  return deliver(outcome, redirected, machine);
}

function runIf(node: If, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const ways: Way[] = [];
  for (const arm of [node, ...node.elif]) {
    const { status } = machine.run(arm.clause, place);
    const scope = place.scope.copy();
    const outcome = machine.run(arm.then, { ...place, scope });
    if (status === 'success') return settle([...ways, { scope, outcome }], place);
    if (status !== 'failure') ways.push({ scope, outcome });
  }
  const scope = place.scope.copy();
  const outcome = node.else === undefined ? nothing : machine.run(node.else, { ...place, scope });
  return settle([...ways, { scope, outcome }], place);
}

interface Way {
  readonly scope: Scope;
  readonly outcome: ReaderOutcome;
}

/** Joins the ways that a choice may have taken. A way that ended the script does not count for what follows. */
function settle(ways: readonly Way[], place: ExecutionContext): ReaderOutcome {
  const open = ways.filter((way) => way.scope.ended === 'no');
  const [first, ...others] = open.length === 0 ? ways : open;
  if (first === undefined) return silent('unknown');
  for (const other of others) first.scope.join(other.scope);
  place.scope.become(first.scope);
  const outputs = (open.length === 0 ? ways : open).map((way) => way.outcome.output);
  const same = outputs.every((output) => output.text === outputs[0]?.text && isKnown(output));
  return { status: 'unknown', output: same && outputs[0] !== undefined ? outputs[0] : opaque('branch') };
}

function runWhile(node: While, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const outputs: Value[] = [];
  machine.report.repeating += 1;
  try {
    for (let turn = 0; turn < turns; turn += 1) {
      const { status } = machine.run(node.clause, place);
      const stops = node.kind === 'while' ? 'failure' : 'success';
      const goes = node.kind === 'while' ? 'success' : 'failure';
      if (status === stops) return { status: 'unknown', output: concat(outputs) };
      const before = place.scope.copy();
      outputs.push(machine.run(node.body, place).output);
      if (status !== goes || turn === turns - 1) {
        return again(before, place, machine, () => {
          machine.run(node.clause, place);
          return machine.run(node.body, place);
        });
      }
      if (place.scope.ended !== 'no') break;
    }
    return { status: 'unknown', output: concat(outputs) };
  } finally {
    machine.report.repeating -= 1;
  }
}

/** A body that runs an unknown number of times: once as it stands, once more with what the first run left. */
function repeat(place: ExecutionContext, machine: Machine, body: () => ReaderOutcome): ReaderOutcome {
  machine.report.repeating += 1;
  const before = place.scope.copy();
  body();
  const outcome = again(before, place, machine, body);
  machine.report.repeating -= 1;
  return outcome;
}

function again(
  before: Scope,
  place: ExecutionContext,
  machine: Machine,
  body: () => ReaderOutcome,
): ReaderOutcome {
  machine.report.repeating += 1;
  place.scope.ended = 'no';
  place.scope.join(before);
  const { output } = body();
  place.scope.ended = 'no';
  place.scope.join(before);
  machine.report.repeating -= 1;
  return { status: 'unknown', output: output.text === '' ? output : opaque('loop') };
}

function runFor(node: For | Select, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const name = node.name.value;
  const values =
    node.wordlist === undefined ? place.scope.positional : expandWords(node.wordlist, place, machine);
  const listed = node.type === 'For' && values.length <= turns && values.every(isKnown);
  if (!listed) {
    return repeat(place, machine, () => {
      place.scope.assign(name, sharedItem(values));
      return machine.run(node.body, place);
    });
  }
  const outputs: Value[] = [];
  for (const value of values) {
    place.scope.assign(name, value);
    outputs.push(machine.run(node.body, place).output);
    place.scope.ended = 'no';
  }
  return { status: 'unknown', output: concat(outputs) };
}

function sharedItem(values: readonly Value[]): Value {
  const known = values.filter(isKnown);
  return known.length === values.length && known.length === 1 && known[0] !== undefined
    ? known[0]
    : opaque('loop');
}

function runCase(node: Case, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const subject = expandToOne(node.word, place, machine);
  const ways: Way[] = [];
  // The ways that fall through into the next body.
  let falling: readonly Way[] = [];
  let isCertain = false;
  for (const item of node.items) {
    const answer: boolean | undefined = isCertain ? false : matchesAny(item.pattern, subject, place, machine);
    const starts = answer === false ? falling : [...falling, fresh(place)];
    const ran = starts.map((way) => carryOn(way, item.body, place, machine));
    isCertain ||= answer === true && item.terminator !== ';;&';
    falling = item.terminator === ';&' ? ran : [];
    if (item.terminator !== ';&') ways.push(...ran);
    if (isCertain && falling.length === 0) break;
  }
  ways.push(...falling);
  if (!isCertain) ways.push(fresh(place));
  return settle(ways, place);
}

function fresh(place: ExecutionContext): Way {
  return { scope: place.scope.copy(), outcome: nothing };
}

function carryOn(
  { scope, outcome }: Way,
  body: CompoundList,
  place: ExecutionContext,
  machine: Machine,
): Way {
  const next = machine.run(body, { ...place, scope });
  return { scope, outcome: { ...next, output: concat([outcome.output, next.output]) } };
}

function matchesAny(
  patterns: readonly Word[],
  subject: Value,
  place: ExecutionContext,
  machine: Machine,
): boolean | undefined {
  let answer: boolean | undefined = false;
  for (const word of patterns) {
    const one = matchesPattern(word, subject, place, machine);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

function matchesPattern(
  word: Word,
  subject: Value,
  place: ExecutionContext,
  machine: Machine,
): boolean | undefined {
  const pattern = expandPattern(word, place, machine);
  if (pattern.text === '*') return true;
  if (!isKnown(pattern) || !isKnown(subject)) return undefined;
  const compiled = compilePattern(pattern.text);
  const answer = compiled === undefined ? undefined : matches(compiled, subject.text);
  return answer === false && place.scope.options.has('nocasematch') ? undefined : answer;
}

/** `[[ … ]]`: expanded for what its words run; answered only for plain comparisons of known text. */
function test(expression: TestExpression, place: ExecutionContext, machine: Machine): Status {
  switch (expression.type) {
    case 'TestGroup':
      return test(expression.expression, place, machine);
    case 'TestNot': {
      const status = test(expression.operand, place, machine);
      if (expression.negations.length % 2 === 0) return status;
      return status === 'success' ? 'failure' : status === 'failure' ? 'success' : status;
    }
    case 'TestLogical': {
      const all = expression.operands.map((operand) => test(operand, place, machine));
      const decisive = expression.operator === '&&' ? 'failure' : 'success';
      if (all.includes(decisive)) return decisive;
      return all.every((status) => status === all[0]) ? (all[0] ?? 'doubtful') : 'doubtful';
    }
    case 'TestUnary': {
      const operand = expandToOne(expression.operand, place, machine);
      if (/^-[vR]$/.test(expression.operator)) runNames([operand], place, machine);
      if (!isKnown(operand)) return 'doubtful';
      if (expression.operator === '-n') return operand.text === '' ? 'failure' : 'success';
      if (expression.operator === '-z') return operand.text === '' ? 'success' : 'failure';
      return 'doubtful';
    }
    case 'TestBinary':
      return testBinary(expression, place, machine);
  }
}

function testBinary(
  expression: Extract<TestExpression, { type: 'TestBinary' }>,
  place: ExecutionContext,
  machine: Machine,
): Status {
  const left = expandToOne(expression.left, place, machine);
  const { operator } = expression;
  if (operator === '==' || operator === '=' || operator === '!=') {
    const answer = matchesPattern(expression.right, left, place, machine);
    if (answer === undefined) return 'doubtful';
    return answer === (operator !== '!=') ? 'success' : 'failure';
  }
  const right = expandToOne(expression.right, place, machine);
  // Numbers are worked out, variables in them included.
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator))
    for (const side of [left, right]) if (isKnown(side)) arithmeticText(side.text, place, machine);
  return 'doubtful';
}

/** A function that the shell calls by itself at some later moment, with what it likes. */
function callBeside(node: FunctionNode, place: ExecutionContext, machine: Machine): void {
  const span = place.source.locate(node.pos, node.end);
  const words = [known(node.name.value, span), { ...opaque('input'), span }];
  machine.start(words, { ...place, scope: place.scope.copy(), input: undefined }, span);
}
