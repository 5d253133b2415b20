import { runCode, withLabel } from '../code.js';
import type { Elsewhere, Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, ReaderOutcome } from '../machine.js';
import { silent } from '../outcome.js';
import { foreignScope, within } from '../readers/unwrap.js';
import { sourceOf } from '../source.js';
import { isBlank, known, opaque, spanOf } from '../value.js';

/** A `{…}` or `(…)` in a statement, with what it printed where it ran at once. */
export interface Block {
  readonly text: string;
  readonly start: number;
  readonly brace: boolean;
  readonly output?: Value;
}

/** The reader of PowerShell text, as cmdlets that run text need it. */
export interface PowerShell {
  text(code: Value, place: ExecutionContext): ReaderOutcome;
  block(block: Block, place: ExecutionContext): ReaderOutcome;
}

/** A cmdlet: those that run text or programs are followed, all others are reported as they stand. */
export function runCmdlet(
  call: Call,
  blocks: readonly Block[],
  machine: Machine,
  shell: PowerShell,
): ReaderOutcome {
  const { place } = call;
  switch (call.program) {
    case 'Invoke-Expression':
      return runText(
        argument(call.argv, /^-c/i) ?? place.input?.rest(),
        'Invoke-Expression',
        call,
        machine,
        shell,
      );
    case 'Invoke-Command':
      return invokeCommand(call, blocks, machine, shell);
    case 'Start-Process':
      return startProcess(call, machine);
    case 'Set-Location':
    case 'Push-Location': {
      const target = argument(call.argv, /^-(?:l|p)/i);
      machine.emit(call);
      if (target !== undefined) place.scope.cwd = within(place.scope.cwd, target);
      return silent('unknown');
    }
    case 'Write-Output':
    case 'Write-Host': {
      machine.emit(call);
      const text = call.argv.slice(1).filter((word) => !word.text.startsWith('-'));
      return { status: 'success', output: text[0] ?? known('') };
    }
    default: {
      for (const block of blocks)
        if (block.brace) shell.block(block, { ...place, scope: place.scope.copy() });
      if (takesFromPipe.test(call.program) && place.input !== undefined && operandsOf(call.argv) === 0)
        return machine.emit({ ...call, argv: [...call.argv, piped(place.input.rest())] });
      const fetched = call.program === 'Invoke-WebRequest' || call.program === 'Invoke-RestMethod';
      machine.emit(call);
      return {
        status: 'unknown',
        output: fetched
          ? { ...opaque('command-output'), opaque: ['command-output', 'network'] }
          : opaque('command-output'),
      };
    }
  }
}

/** What acts on the items that come by a pipe where none is named. */
const takesFromPipe = /^(?:Remove|Clear|Move|Rename|Set)-(?:Item|Content|ItemProperty)$/;

function operandsOf(argv: readonly Value[]): number {
  return argv.slice(1).filter((word) => !word.text.startsWith('-')).length;
}

/** Objects that came by a pipe are not their text. */
function piped(value: Value): Value {
  return value.opaque.length > 0 || value.text === '' ? opaque('command-output') : value;
}

/** The value of a named parameter, or the first word that is none. */
function argument(argv: readonly Value[], name: RegExp): Value | undefined {
  const at = argv.findIndex((word, index) => index > 0 && name.test(word.text));
  if (at > 0) return argv[at + 1];
  return argv.slice(1).find((word) => !word.text.startsWith('-'));
}

function runText(
  code: Value | undefined,
  label: string,
  call: Call,
  machine: Machine,
  shell: PowerShell,
): ReaderOutcome {
  if (code === undefined) return machine.emit(call);
  if (isBlank(code)) return runCode(code, label, call, call.place, machine);
  const source = sourceOf(code, machine.root, code.span ?? call.span);
  return shell.text(code, { ...withLabel(call.place, label), source, input: undefined });
}

function invokeCommand(
  call: Call,
  blocks: readonly Block[],
  machine: Machine,
  shell: PowerShell,
): ReaderOutcome {
  const host = call.argv.findIndex((word) => /^-(?:co|cn|ho|vm)/i.test(word.text));
  const labelled = withLabel(call.place, 'Invoke-Command');
  const place = host < 0 ? labelled : remotePlace(labelled, call, call.argv[host + 1] ?? known(''));
  for (const block of blocks) if (block.brace) shell.block(block, place);
  return blocks.length > 0 ? silent('unknown') : machine.emit(call);
}

function remotePlace(place: ExecutionContext, call: Call, name: Value): ExecutionContext {
  const elsewhere: Elsewhere = { kind: 'ssh', name, argv: call.argv };
  return { ...place, scope: foreignScope(place), frame: { ...place.frame, elsewhere } };
}

function startProcess(call: Call, machine: Machine): ReaderOutcome {
  const program = argument(call.argv, /^-f/i);
  const at = call.argv.findIndex((word) => /^-a/i.test(word.text));
  const from = at < 0 ? (program === undefined ? -1 : call.argv.indexOf(program) + 1) : at + 1;
  if (program === undefined) return machine.emit(call);
  const end = call.argv.findIndex(
    (word, index) =>
      index >= from && word.text.startsWith('-') && /^-(?:w|n|v|p|r|l|c|u|e)/i.test(word.text) && at < 0,
  );
  const args = call.argv.slice(from, end < 0 ? undefined : end).flatMap(splitBlanks);
  const argv = [program, ...args];
  const elevated = call.argv.some((word) => /^runas$/i.test(word.text));
  return machine.startExternal(
    argv,
    withLabel(call.place, elevated ? 'Start-Process -Verb RunAs' : 'Start-Process'),
    spanOf(argv) ?? call.span,
    call.redirections,
  );
}

function splitBlanks(word: Value): readonly Value[] {
  return word.text.split(/\s+/).map((text): Value => ({ ...word, text }));
}
