/** The grammars of Python, JavaScript, TypeScript and PHP, in a bundle of their own: most commands hold none of them. */
import type { SyntaxNode } from '@lezer/common';
import { parser as javascript } from '@lezer/javascript';
import type { LRParser } from '@lezer/lr';
import { parser as php } from '@lezer/php';
import { parser as python } from '@lezer/python';
import type { ForeignProgram, ProgramError } from '../core/command/foreign/program.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { JavascriptReader } from './programs/javascript.js';
import { PhpReader } from './programs/php.js';
import { PythonReader } from './programs/python.js';
import type { ProgramReader } from './programs/walk.js';

interface Language {
  readonly parser: LRParser;
  readonly reader: (text: string) => ProgramReader;
}

const languages: ReadonlyMap<string, Language> = new Map([
  ['python', { parser: python, reader: (text) => new PythonReader(text) }],
  [
    'javascript',
    { parser: javascript.configure({ dialect: 'ts jsx' }), reader: (text) => new JavascriptReader(text) },
  ],
  ['php', { parser: php.configure({ top: 'Program' }), reader: (text) => new PhpReader(text) }],
]);

/** A parse that is not done by then is given up: the code is not known. */
const deadlineMs = 3_000;

/** Stands for what the shell puts into the text; the parsers take it for a name. */
const hole = '__countersign_hole__';

/** A program's tree in the small form, whatever stands in it. Never throws. */
export function parseProgram(
  language: string,
  text: string,
): Result<ForeignProgram, ProgramError> | undefined {
  const known = languages.get(language);
  if (known === undefined) return undefined;
  try {
    const source = sourceOf(language, text);
    const top = parsed(known.parser, source);
    if (top === undefined) return err({ code: 'too-long' });
    const reader = known.reader(source);
    const body = reader.statements(reader.kids(top));
    return ok({ body, broken: reader.broken });
  } catch (error) {
    return err({ code: error instanceof Error ? error.name : 'parse-error' });
  }
}

function sourceOf(language: string, text: string): string {
  const whole = text.replaceAll('\uFFFC', hole);
  if (language !== 'php') return whole.replace(/^#![^\n]*/, '');
  return whole
    .replace(/^#![^\n]*\n/, '')
    .replace(/^\s*<\?(?:php\b|=)?/, '')
    .replace(/\?>\s*$/, '');
}

function parsed(parser: LRParser, text: string): SyntaxNode | undefined {
  const until = performance.now() + deadlineMs;
  const parse = parser.startParse(text);
  for (let step = 0; ; step += 1) {
    const tree = parse.advance();
    if (tree !== null) return tree.topNode;
    if (step % 64 === 0 && performance.now() > until) return undefined;
  }
}
