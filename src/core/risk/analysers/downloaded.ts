import type { Invocation } from '../../command/invocation.js';
import { resolvePath } from '../../command/paths.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

/** F: a file that the command itself fetches from a network is started by the same command. */
export function downloaded(subject: Subject): readonly Finding[] {
  const evaluated = evaluatedDownload(subject);
  if (evaluated !== undefined)
    return [{ id: 'remote-code', term: 'F', weight: 75, data: {}, span: evaluated.span }];
  const fetched = new Set(subject.invocations.flatMap(outputsOf));
  if (fetched.size === 0) return [];
  const started = subject.invocations.find((one) => fetched.has(pathOf(one.argv[0]?.text ?? '', one)));
  if (started === undefined) return [];
  return [{ id: 'remote-code', term: 'F', weight: 75, data: {}, span: started.span }];
}

/** PowerShell's `iwr … | iex`. */
function evaluatedDownload({ invocations }: Subject): Invocation | undefined {
  const fetches = invocations.some((one) =>
    /^(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer)$/i.test(one.program),
  );
  return fetches ? invocations.find((one) => /^(?:iex|Invoke-Expression)$/i.test(one.program)) : undefined;
}

/** Where curl and wget put what they get: the option's value, or the last part of the address. */
function outputsOf(invocation: Invocation): readonly string[] {
  const { program, argv } = invocation;
  if (program !== 'curl' && program !== 'wget') return [];
  const words = argv.slice(1).map((word) => word.text);
  const named = words.flatMap((word, index) => {
    const joined = /^(?:-[oO]|--output=|--output-document=)(.+)$/.exec(word)?.[1];
    if (joined !== undefined) return [joined];
    const isOption =
      /^-[a-zA-Z]*o$/.test(word) ||
      word === '--output' ||
      word === '--output-document' ||
      (program === 'wget' && /^-[a-zA-Z]*O$/.test(word));
    return isOption ? [words[index + 1] ?? ''] : [];
  });
  const byAddress = words.flatMap((word) => /^[a-z]+:\/\/[^?#]*\/([^/?#]+)/i.exec(word)?.[1] ?? []);
  return [...named, ...byAddress].filter((name) => name !== '').map((name) => pathOf(name, invocation));
}

function pathOf(path: string, invocation: Invocation): string {
  return path.includes('/') || invocation.program === 'curl' || invocation.program === 'wget'
    ? resolvePath(invocation.cwd.text, path)
    : path;
}
