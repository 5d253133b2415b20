import { budgets } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import { builtins } from './builtins.js';
import { resolveGlobbedProgram } from './globbed.js';
import { OPAQUE_MARK, type Redirection, type Value } from './invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { runNamedWords } from './named-words.js';
import { silent } from './outcome.js';
import { programName } from './paths.js';
import { runFile } from './readers/files.js';
import { readers } from './readers/readers.js';
import { isBlank, isKnown, opaque } from './value.js';

/** Starts a program by its words: a function, a builtin, a program that starts others, a script, or just itself. */
export function start(
  argv: readonly Value[],
  place: ExecutionContext,
  span: Span,
  redirections: readonly Redirection[],
  machine: Machine,
  lookup: 'shadowed' | 'unshadowed' | 'external' = 'shadowed',
): ReaderOutcome {
  const written = argv[0];
  if (written === undefined) return silent('success');
  const first = written.glob === true ? resolveGlobbedProgram(written, place) : written;
  const words = first === written ? argv : [first, ...argv.slice(1)];
  const call: Call = { program: programName(first.text), argv: words, place, redirections, span };
  if (!isKnown(first)) {
    machine.report.anomaly('opaque-program', reasonsOf(first), first.span ?? span);
    return machine.emit({ ...call, program: '' });
  }
  const zsh = /^(?:=|zf_)([\w-]+)$/.exec(first.text)?.[1];
  if (zsh !== undefined) {
    machine.report.anomaly('shell-grammar', first.text, first.span ?? span);
    return start([{ ...first, text: zsh }, ...words.slice(1)], place, span, redirections, machine, lookup);
  }
  const other = copiedFrom(first.text, place, machine);
  if (other !== undefined) {
    return start([{ ...first, text: other }, ...words.slice(1)], place, span, redirections, machine, lookup);
  }
  if (first.text === '') return silent('failure');
  if (place.frame.depth > budgets.depth.most) {
    machine.report.spent('depth', span);
    return machine.emit(call);
  }
  if (lookup === 'shadowed' && place.scope.functions.has(first.text)) return runFunction(call, machine);
  const builtin = lookup === 'external' ? undefined : builtins.get(first.text);
  if (lookup !== 'external') runNamedWords(call, machine);
  return builtin?.(call, machine) ?? startProgram(call, machine);
}

/** As `start`, for words that no function shadows (`command`, `env`, `sudo`). */
function startProgram(call: Call, machine: Machine): ReaderOutcome {
  const reader = readers.get(call.program);
  const path = ownFile(call, machine);
  if (path !== undefined) runFile({ ...call, argv: [path, ...call.argv.slice(1)] }, machine);
  return (
    reader?.(call, machine) ?? (path === undefined ? runFile(call, machine) : undefined) ?? machine.emit(call)
  );
}

/** Folders in which a project's tools install what they run. */
const installed = /\/(?:node_modules\/\.bin|\.?v?env\/bin|vendor\/bin|\.yarn|\.pnpm)\//;

/** A file that runs in the place of a program which is known by its name: given by its path, or found first by a PATH that the command sets. */
function ownFile(call: Call, machine: Machine): Value | undefined {
  const [first] = call.argv;
  if (first === undefined || installed.test(first.text)) return undefined;
  if (first.text.includes('/')) return readers.has(call.program) ? first : undefined;
  const path = call.place.scope.variable('PATH').value;
  if (path === undefined || path.text === call.place.scope.world.env['PATH']) return undefined;
  for (const folder of path.text.split(':')) {
    if (folder === '' || folder.includes(OPAQUE_MARK) || /^\/(?:usr|bin|sbin|opt)\b/.test(folder))
      return undefined;
    const file = `${folder}/${first.text}`;
    const absolute = installed.test(file) ? undefined : machine.resolve(file, call.place);
    const text = absolute === undefined ? undefined : machine.disk.script(absolute);
    if (absolute !== undefined && text !== undefined && (!isBlank(text) || machine.disk.wasWritten(absolute)))
      return { ...first, text: absolute };
  }
  return undefined;
}

/** The program that was copied or linked to this path earlier in the command, when it is one of the machine's. */
function copiedFrom(path: string, place: ExecutionContext, machine: Machine): string | undefined {
  if (!path.includes('/')) return undefined;
  const absolute = machine.resolve(path, place);
  const original = absolute === undefined ? undefined : machine.disk.original(absolute);
  return original !== undefined && original !== absolute && /\/s?bin\//.test(original) ? original : undefined;
}

function reasonsOf(value: Value): string {
  return value.opaque.join(' ');
}

function runFunction(call: Call, machine: Machine): ReaderOutcome {
  const { place, argv, span } = call;
  const { scope } = place;
  const found = scope.functions.get(argv[0]?.text ?? '');
  const depth = place.frame.depth + 1;
  if (found === undefined || depth > budgets.depth.most) {
    machine.report.spent('depth', span);
    return { status: 'unknown', output: opaque('limit') };
  }
  const positional = scope.positional;
  scope.positional = argv.slice(1);
  scope.enterFunction();
  const frame = { ...place.frame, depth };
  const body = found.node.body;
  const inside = { ...place, frame, source: found.source };
  const outcome = body.type === 'CompoundList' ? machine.run(body, inside) : machine.compound(body, inside);
  scope.leaveFunction();
  scope.positional = positional;
  if (scope.ended === 'return') scope.ended = 'no';
  return outcome;
}
