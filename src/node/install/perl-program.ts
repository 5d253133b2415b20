import { spawnSync } from 'node:child_process';

/** What a program in Perl is told of this one. Texts and lists of texts, by name. */
export type Facts = Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>;

/** Where Perl stands, on every system that has it. */
export const usualPerl = '/usr/bin/perl';

export interface PerlProgram {
  readonly perl: string;
  /** Its second line, by which it is known again. */
  readonly mark: string;
  readonly words: Readonly<Record<string, string>>;
  readonly facts: Facts;
  /** The sources, without their comments when they are installed. */
  readonly bodies: readonly string[];
  /** Sources that the others read only when they need them, by the fact that holds each. */
  readonly later: Readonly<Record<string, string>>;
}

/** A program in Perl, whole: what it has to know of this one stands in front of its sources. */
export function perlProgram({ perl, mark, words, facts, bodies, later }: PerlProgram): string {
  const bared = Object.entries(later).map(([name, source]) => [name, bare(source)] as const);
  const told = [...Object.entries(facts), ...bared].map(
    ([name, value]) => `$cs{${name}} = ${perlValue(value)};\n`,
  );
  const code = bodies.map(bare);
  return `#!${perl} -t\n${mark}\nour %words = ${perlPairs(words, '()')};\nour %cs;\n${told.join('')}${code.join('')}`;
}

/** Sources that every front in Perl reads only when it needs them. */
const readLater = { alone: 'alone.pl', digest: 'digest.pl' };

/** The sources of a front, its own first; `read` gives the text of a file of src/native. */
export function perlSources(
  front: 'hook.pl' | 'terminal.pl',
  read: (name: string) => string,
): Pick<PerlProgram, 'bodies' | 'later'> {
  const later = Object.entries(readLater).map(([name, file]) => [name, read(file)]);
  return { bodies: [front, 'relay.pl'].map(read), later: Object.fromEntries(later) };
}

function bare(source: string): string {
  return source.replace(/^ *#.*\n/gm, '');
}

/** True for a Perl that keeps the environment from loading code into it. */
export function isUsablePerl(perl: string): boolean {
  const env = { PERL5OPT: '-MCountersign::Absent' };
  const tried = spawnSync(perl, ['-t', '-e', `print \${^TAINT}`], { env, timeout: 5_000 });
  return tried.status === 0 && String(tried.stdout) === '-1';
}

function perlValue(value: Facts[string]): string {
  if (typeof value === 'string') return perlQuoted(value);
  if (Array.isArray(value)) return `[${value.map((one) => perlQuoted(String(one))).join(', ')}]`;
  return perlPairs(Object.fromEntries(Object.entries(value)), '{}');
}

function perlPairs(values: Readonly<Record<string, string>>, [open = '', close = '']: string): string {
  const pairs = Object.entries(values).map(([name, value]) => `${perlQuoted(name)}, ${perlQuoted(value)}`);
  return `${open}${pairs.join(', ')}${close}`;
}

/** A single-quoted text, in which Perl reads nothing but these two escapes. */
function perlQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
