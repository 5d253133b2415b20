import type { Value } from '../invocation.js';
import { type Option, optionSet, readOption, type Scanned, scanOptions } from '../options.js';
import { isKnown } from '../value.js';

interface Family {
  /** How a letter in a cluster takes its value: the next word always, the rest of its word first, or as getopt's programs do. */
  readonly takes: 'next' | 'rest' | 'getopt';
  readonly letters: string;
  readonly long: ReadonlySet<string>;
}

/** `-c` is a flag of these: the first operand is the code, whatever stands between. */
const bash: Family = { takes: 'next', letters: 'oO', long: optionSet('--rcfile --init-file') };
const posix: Family = { takes: 'next', letters: 'o', long: optionSet('') };
const zsh: Family = { takes: 'rest', letters: 'o', long: optionSet('--emulate') };
const korn: Family = { takes: 'rest', letters: 'oRT', long: optionSet('--rcfile') };
/** `-c` takes its code in these. */
const cShell: Family = { takes: 'next', letters: 'c', long: optionSet('') };
const getopts = (valued: string): Family => ({ takes: 'getopt', letters: '', long: optionSet(valued) });
const fish = getopts(
  '-c -C -p -d -f -D -o --command --init-command --profile --profile-startup --debug --debug-output --debug-stack-frames --features',
);
const nu = getopts(
  '-c -e -I -m -t --commands --execute --include-path --table-mode --error-style --threads --config --env-config --plugins --plugin-config --log-level --log-target --log-include --log-exclude --testbin --ide-goto-def --ide-hover --ide-complete --ide-check',
);
const elvish = getopts('-rc --rc -db -sock -log -cpuprofile -lib -deprecation-level');
const xonsh = getopts('-c -D -S --rc --shell-type');

const families = new Map<string, Family>([
  ['dash', posix],
  ['ash', posix],
  ['posh', posix],
  ['zsh', zsh],
  ['rzsh', zsh],
  ...['ksh', 'ksh93', 'rksh', 'mksh', 'lksh', 'oksh', 'pdksh', 'loksh', 'yash'].map(
    (name) => [name, korn] as const,
  ),
  ['csh', cShell],
  ['tcsh', cShell],
  ['fish', fish],
  ['nu', nu],
  ['elvish', elvish],
  ['xonsh', xonsh],
]);

export const shellNames = `sh bash rbash osh hush ${[...families.keys()].join(' ')}`;

/** The options with which `shell` is started, as its own family reads them, and where its operands begin. */
export function shellOptions(shell: string, argv: readonly Value[]): Scanned {
  const family = families.get(shell) ?? bash;
  if (family.takes === 'getopt') return scanOptions(argv, 1, family.long);
  const options: Option[] = [];
  let index = 1;
  for (let word = argv[index]; word !== undefined && /^[-+]/.test(word.text); word = argv[index]) {
    index += 1;
    if (/^--?$/.test(word.text)) break;
    const long = longName(word.text, family);
    if (long !== undefined) {
      index = readOption({ ...word, text: long }, argv, index, family.long, options);
      continue;
    }
    const clustered = cluster(word, argv, index, family, options);
    index = clustered.next;
    if (clustered.last) break;
  }
  return { options, end: index };
}

/** bash takes its long options with one dash too. */
function longName(text: string, family: Family): string | undefined {
  if (text.startsWith('--')) return text;
  if (family !== bash) return undefined;
  return /^-(?:rcfile|init-file|login|norc|noprofile|noediting|posix|verbose|version|help|restricted|debugger|dump-strings|dump-po-strings|pretty-print|wordexp|protected)$/.test(
    text,
  )
    ? `-${text}`
    : undefined;
}

function cluster(
  word: Value,
  argv: readonly Value[],
  start: number,
  family: Family,
  options: Option[],
): { readonly next: number; readonly last: boolean } {
  let next = start;
  const { text } = word;
  const last = family === zsh && /^[-+]\w*[b-]/.test(text);
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const name = `-${letter}`;
    if (!family.letters.includes(letter)) {
      options.push({ name, value: undefined });
      continue;
    }
    if (family.takes === 'rest' && at + 1 < text.length) {
      options.push({ name, value: { ...word, text: text.slice(at + 1) } });
      return { next, last };
    }
    options.push({ name, value: argv[next] });
    next += 1;
  }
  return { next, last };
}

/** True where an option itself is unknown, so that the word behind it may be code or a script. */
export function hidesOptions(argv: readonly Value[], end: number): boolean {
  return argv.slice(1, end).some((word) => !isKnown(word) && /^[-+]/.test(word.text));
}
