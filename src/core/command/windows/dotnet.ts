import { withLabel } from '../code.js';
import { OPAQUE_MARK, type Value } from '../invocation.js';
import type { ExecutionContext, Machine } from '../machine.js';
import { known, makeValue } from '../value.js';

/** `[IO.File]::Delete('x')` and its kin: method calls that no word shows. */
export function readDotNet(code: Value, place: ExecutionContext, machine: Machine): void {
  const { text } = code;
  if (!text.includes('::') && !/\.Delete\(/i.test(text)) return;
  for (const match of text.matchAll(
    /\[(?:System\.)?IO\.(File|Directory|DirectoryInfo|FileInfo)\]::(Delete|WriteAllText|AppendAllText|WriteAllBytes|WriteAllLines|Move|Copy)\(\s*([^),]*)/gi,
  )) {
    const [whole, , method = '', argument = ''] = match;
    const path = literalOf(argument);
    const span = place.source.locate(match.index, match.index + whole.length);
    const value = path === undefined ? makeValue(OPAQUE_MARK, ['unset-variable'], span) : known(path, span);
    const labelled = withLabel(place, `[IO]::${method}`);
    if (/^delete$/i.test(method))
      machine.emit({
        program: 'Remove-Item',
        argv: [known('Remove-Item', span), known('-Recurse', span), value],
        place: labelled,
        redirections: [],
        span,
      });
    else
      machine.emit({
        program: ':',
        argv: [known(':', span)],
        place: labelled,
        redirections: [{ mode: /append/i.test(method) ? 'append' : 'write', path: value }],
        span,
      });
  }
  for (const match of text.matchAll(
    /\((?:Get-Item|gi|Get-ChildItem|gci)\s+(?:'([^)'"]+)'\s*|"([^)'"]+)"\s*|([^()'"\s][^()'"]*))\)\.Delete\(/gi,
  )) {
    const span = place.source.locate(match.index, match.index + match[0].length);
    const path = known((match[1] ?? match[2] ?? match[3] ?? '').trim(), span);
    const argv = [known('Remove-Item', span), known('-Recurse', span), path];
    machine.emit({
      program: 'Remove-Item',
      argv,
      place: withLabel(place, '.Delete'),
      redirections: [],
      span,
    });
  }
  for (const match of text.matchAll(
    /\[(?:System\.)?Diagnostics\.Process\]::Start\(\s*([^,)]*)(?:,\s*([^)]*))?/gi,
  )) {
    const span = place.source.locate(match.index, match.index + match[0].length);
    const words = [literalOf(match[1] ?? ''), ...(literalOf(match[2] ?? '') ?? '').split(/\s+/)].filter(
      (word) => word !== undefined && word !== '',
    );
    if (words.length > 0)
      machine.startExternal(
        words.map((word) => known(word ?? '', span)),
        withLabel(place, '[Process]::Start'),
        span,
      );
    else machine.report.anomaly('opaque-program', '[Process]::Start', span);
  }
}

function literalOf(argument: string): string | undefined {
  return /^\s*(['"])([^'"$]*)\1\s*$/.exec(argument)?.[2];
}
