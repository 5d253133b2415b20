import type { Invocation, Value } from '../../src/core/command/invocation.js';

/** An invocation of plain words separated by single blanks, for tests of tables; spans are offsets into the text. */
export function invocationOf(text: string, more: Partial<Invocation> = {}): Invocation {
  const argv: Value[] = [];
  let at = 0;
  for (const word of text.split(' ')) {
    argv.push({ text: word, opaque: [], span: [at, at + word.length] });
    at += word.length + 1;
  }
  return invocationOfWords(argv, { span: [0, text.length], ...more });
}

/** The same for words that hold blanks. */
export function invocationOfArgv(words: readonly string[], more: Partial<Invocation> = {}): Invocation {
  return invocationOfWords(
    words.map((text) => ({ text, opaque: text.includes('\uFFFC') ? (['unset-variable'] as const) : [] })),
    more,
  );
}

function invocationOfWords(argv: readonly Value[], more: Partial<Invocation>): Invocation {
  return {
    program: argv[0]?.text ?? '',
    argv,
    cwd: { text: '/projects/app', opaque: [] },
    env: new Map(),
    via: [],
    redirections: [],
    span: [0, 0],
    ...more,
  };
}
