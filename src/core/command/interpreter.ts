import {
  type AndOr,
  type CommandNode,
  type CompoundCommand,
  type CompoundList,
  type ParsedScript,
  type Pipeline,
  type PipelineNode,
  parse,
  type Redirected,
  type Script,
  type Statement,
  type WordPart,
} from 'unbash';
import { budgets } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import type { World } from '../shared/world.js';
import { runCompound } from './compound.js';
import { Disk } from './disk.js';
import { absolutePath, emit } from './emit.js';
import { expandParts } from './expand.js';
import type { ReadProgram } from './foreign/program.js';
import { OPAQUE_MARK, type Redirection, type Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { nothing } from './outcome.js';
import { Report, turns } from './report.js';
import { runSimple } from './simple.js';
import type { Source } from './source.js';
import { sourceOf } from './source.js';
import { start } from './start.js';
import { Stream } from './stream.js';
import { concat, known, opaqueFor } from './value.js';

/** The abstract machine: walks a syntax tree and starts no program, only reports which ones a shell would start. */
export class Interpreter implements Machine {
  readonly report = new Report();
  readonly disk: Disk;
  private readonly pending: (() => void)[] = [];

  constructor(
    readonly world: World,
    readonly root: string,
    readonly programs: ReadProgram | undefined = undefined,
  ) {
    this.disk = new Disk(world);
  }

  readScript(script: ParsedScript, place: ExecutionContext): ReaderOutcome {
    this.collectErrors(script, place.source);
    return this.run(script, place);
  }

  atExit(run: () => void): void {
    if (this.pending.length < turns) this.pending.push(run);
    else run();
  }

  /** Runs what was put off until the shell ends. */
  finish(): void {
    for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) next();
  }

  run(body: Script | CompoundList, place: ExecutionContext): ReaderOutcome {
    let outcome = nothing;
    const outputs: Value[] = [];
    for (const statement of body.commands) {
      if (place.scope.ended !== 'no') break;
      if (!this.report.step(place.source.locate(statement.pos, statement.end))) break;
      outcome = this.statement(statement, place);
      if (outcome.output.text !== '') outputs.push(outcome.output);
    }
    return { status: outcome.status, output: concat(outputs) };
  }

  runNested(script: ParsedScript, place: ExecutionContext): ReaderOutcome {
    const frame = this.deeper(place, place.source.locate(script.pos, script.end));
    if (frame === undefined) return { status: 'unknown', output: opaqueFor(['limit']) };
    const source =
      script.source === undefined ? place.source : decodedSource(script.source, script, place.source);
    this.collectErrors(script, source);
    return this.run(script, { ...place, source, frame, scope: place.scope.copy() });
  }

  read(code: Value, label: string, place: ExecutionContext): ReaderOutcome {
    const span = code.span ?? place.source.locate(0, 0);
    const frame = this.deeper(place, span);
    if (frame === undefined) return { status: 'unknown', output: opaqueFor(['limit']) };
    const network = code.opaque.includes('network');
    if (code.text.replaceAll(OPAQUE_MARK, '').trim() === '' && code.opaque.length > 0) {
      this.report.anomaly('opaque-code', label, span);
      return { status: 'unknown', output: opaqueFor(code.opaque) };
    }
    if (code.text.length > budgets.shellText.most) {
      this.report.spent('shellText', span);
      return { status: 'unknown', output: opaqueFor(['limit']) };
    }
    const script = parse(code.text);
    const source = sourceOf(code, this.root, span);
    this.collectErrors(script, source);
    const via = label === '' ? frame.via : [...frame.via, label];
    return this.run(script, {
      ...place,
      source,
      frame: { ...frame, via, fedFromNetwork: frame.fedFromNetwork || network },
    });
  }

  start(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections: readonly Redirection[] = [],
  ): ReaderOutcome {
    return start(argv, place, span, redirections, this);
  }

  startUnshadowed(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections: readonly Redirection[] = [],
  ): ReaderOutcome {
    return start(argv, place, span, redirections, this, 'unshadowed');
  }

  startExternal(
    argv: readonly Value[],
    place: ExecutionContext,
    span: Span,
    redirections: readonly Redirection[] = [],
  ): ReaderOutcome {
    return start(argv, place, span, redirections, this, 'external');
  }

  resolve(path: string, place: ExecutionContext): string | undefined {
    return absolutePath(path, place);
  }

  emit(call: Call): ReaderOutcome {
    return emit(call, this);
  }

  compound(node: CompoundCommand | Redirected, place: ExecutionContext): ReaderOutcome {
    return this.command(node, place);
  }

  textOf(parts: readonly WordPart[], place: ExecutionContext): Value {
    return expandParts(parts, place, this);
  }

  prompt(value: Value, place: ExecutionContext): Value {
    if (!/[$`]/.test(value.text)) return value;
    const quoted = value.text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    const command = parse(`: "${quoted}"`).commands[0]?.command;
    const word = command?.type === 'Command' ? command.suffix[0] : undefined;
    if (word?.type !== 'Word' || word.parts === undefined) return value;
    const span = value.span ?? place.source.locate(0, 0);
    const source: Source = { text: value.text, locate: () => span, marks: value.opaque };
    return expandParts(word.parts, { ...place, source }, this, span);
  }

  private collectErrors(script: ParsedScript, source: Source): void {
    for (const error of script.errors ?? []) {
      this.report.anomaly('parse-error', error.message, source.locate(error.pos, error.pos + 1));
    }
  }

  private deeper(place: ExecutionContext, span: Span): ExecutionContext['frame'] | undefined {
    const depth = place.frame.depth + 1;
    if (depth <= budgets.depth.most) return { ...place.frame, depth };
    this.report.spent('depth', span);
    return undefined;
  }

  private statement(statement: Statement, place: ExecutionContext): ReaderOutcome {
    if (statement.background !== true) return this.node(statement.command, place);
    const { output } = this.node(statement.command, { ...place, scope: place.scope.copy() });
    return { status: 'success', output };
  }

  private node(node: PipelineNode | AndOr, place: ExecutionContext): ReaderOutcome {
    if (node.type === 'AndOr') return this.andOr(node, place);
    if (node.type === 'Pipeline') return this.pipeline(node, place);
    return this.command(node, place);
  }

  private andOr(node: AndOr, place: ExecutionContext): ReaderOutcome {
    const outputs: Value[] = [];
    let outcome: ReaderOutcome = nothing;
    node.commands.forEach((command, index) => {
      const operator = index === 0 ? undefined : node.operators[index - 1];
      if (place.scope.ended !== 'no') return;
      if (operator === undefined) outcome = this.node(command, place);
      else if (operator === '&&') outcome = this.andThen(command, outcome, place);
      else outcome = this.orElse(command, outcome, place);
      if (outcome.output.text !== '') outputs.push(outcome.output);
    });
    return { status: outcome.status, output: concat(outputs) };
  }

  /** The right side of `&&`: carried on as if the left side did its work, as nearly every command line means it. */
  private andThen(command: PipelineNode, left: ReaderOutcome, place: ExecutionContext): ReaderOutcome {
    const doubtful = left.status === 'doubtful' || left.status === 'failure';
    if (!doubtful) {
      const outcome = this.node(command, place);
      if (place.scope.ended !== 'no' && left.status !== 'success') place.scope.ended = 'no';
      return outcome;
    }
    const branch = place.scope.copy();
    const outcome = this.node(command, { ...place, scope: branch });
    if (left.status === 'failure') return { status: 'failure', output: known('') };
    if (branch.ended === 'no') place.scope.join(branch);
    return { status: 'doubtful', output: outcome.output };
  }

  private orElse(command: PipelineNode, left: ReaderOutcome, place: ExecutionContext): ReaderOutcome {
    if (left.status === 'failure') return this.node(command, place);
    const branch = place.scope.copy();
    const outcome = this.node(command, { ...place, scope: branch });
    if (left.status === 'success') return { status: 'success', output: known('') };
    if (branch.ended === 'no') place.scope.join(branch);
    return { status: 'unknown', output: outcome.output };
  }

  private pipeline(node: Pipeline, place: ExecutionContext): ReaderOutcome {
    if (node.commands.length === 1) {
      const only = node.commands[0];
      const outcome = only === undefined ? nothing : this.command(only, place);
      return node.prefixes.some((prefix) => prefix.type === 'Negation') ? negate(outcome) : outcome;
    }
    let input = place.input;
    let outcome: ReaderOutcome = nothing;
    for (const command of node.commands) {
      outcome = this.command(command, { ...place, input, scope: place.scope.copy() });
      input = new Stream(outcome.output);
    }
    return { status: 'doubtful', output: outcome.output };
  }

  private command(node: CommandNode, place: ExecutionContext): ReaderOutcome {
    return node.type === 'Command'
      ? runSimple(node, place, this)
      : runCompound(node, place, this, (inner, at) => this.command(inner, at));
  }
}

function negate(outcome: ReaderOutcome): ReaderOutcome {
  if (outcome.status === 'success') return { ...outcome, status: 'failure' };
  if (outcome.status === 'failure') return { ...outcome, status: 'success' };
  return { ...outcome, status: 'doubtful' };
}

/** Escaped backticks hold text of their own: all of it stands where the substitution stands. */
function decodedSource(text: string, script: Script, outer: Source): Source {
  const span = outer.locate(script.pos, script.end);
  return { text, locate: () => span, marks: outer.marks };
}
