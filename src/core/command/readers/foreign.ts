/** The language that a `#!` line names, when it is no shell. */
export function interpreterOf(text: string): string | undefined {
  const line = /^#!\s*(?:\S*\/)?([\w.-]+)(?:\s+(?:-S\s+)?([\w.-]+))?/.exec(text);
  if (line === null) return undefined;
  const name = line[1] === 'env' ? (line[2] ?? '') : (line[1] ?? '');
  return languageOf(name);
}

const languages: readonly (readonly [RegExp, string])[] = [
  [/^python[\d.]*$|^pypy\d*$|^ipython\d?$/, 'python'],
  [/^node(?:js)?$|^bun$|^deno$|^zx$|^tsx$|^ts-node$/, 'javascript'],
  [/^perl[\d.]*$/, 'perl'],
  [/^j?ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^lua(?:jit)?[\d.]*$/, 'lua'],
  [/^osascript$/, 'applescript'],
  [/^Rscript$/, 'r'],
  [/^pwsh$|^powershell$/, 'powershell'],
  [
    /^(?:julia|elixir|iex|erl|groovy|scala|scala-cli|guile|racket|R|octave|runghc|ghc|swift|nim|crystal|sbcl|clojure|clj|bb|kotlin|jshell)$/,
    'other',
  ],
  [/^tclsh[\d.]*$|^expect$|^wish$/, 'tcl'],
];

export function languageOf(program: string): string | undefined {
  return languages.find(([pattern]) => pattern.test(program))?.[1];
}
