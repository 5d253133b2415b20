import {
  type DoubleQuotedChild,
  type ParameterExpansionPart,
  parse,
  type SimpleExpansionPart,
  type Word,
  type WordPart,
} from 'unbash';
import type { Span } from '../shared/span.js';
import { evaluate } from './arithmetic.js';
import { expandBraces } from './brace.js';
import { WordFields } from './fields.js';
import { escapePattern } from './glob.js';
import { OPAQUE_MARK, type Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import { expandParameter } from './parameter.js';
import { withoutTail } from './paths.js';
import type { Source } from './source.js';
import { Stream } from './stream.js';
import { isKnown, known, makeValue, opaque } from './value.js';

/** Expands words as bash does for a command: braces, tilde, parameters, splitting; globs stay patterns. */
export function expandWords(words: readonly Word[], place: ExecutionContext, machine: Machine): Value[] {
  const values: Value[] = [];
  for (const word of words) values.push(...expandWord(word, place, machine));
  return values;
}

function expandWord(word: Word, place: ExecutionContext, machine: Machine): readonly Value[] {
  const span = place.source.locate(word.pos, word.end);
  const { parts } = word;
  if (parts === undefined) return [plainWord(word.value, word.text, span, place)];
  if (
    parts.some(
      (part) => part.type === 'BraceExpansion' || (part.type === 'Literal' && part.text.includes('{')),
    )
  ) {
    const raws = expandBraces(word.text, (name) => machine.report.spent(name, span));
    if (raws.length !== 1 || raws[0] !== word.text) return expandRaw(raws, word, place, machine);
  }
  const fields = new WordFields(separatorsOf(place), span);
  addParts(parts, fields, { place, machine, quoted: false, word });
  const values = fields.values();
  if (fields.isCut) machine.report.spent('fields', span);
  return values;
}

/** Expands a word to exactly one value: assignments, redirection targets, `case` words. */
export function expandToOne(
  word: Word,
  place: ExecutionContext,
  machine: Machine,
  isAssigned = false,
): Value {
  const span = place.source.locate(word.pos, word.end);
  if (word.parts === undefined) return plainWord(word.value, word.text, span, place, isAssigned);
  const fields = new WordFields(undefined, span, joinerOf(place));
  addParts(word.parts, fields, { place, machine, quoted: false, word, isAssigned });
  return fields.joined();
}

/** An unset IFS splits as the one of the start does. */
function separatorsOf({ scope }: ExecutionContext): Value {
  return scope.variable('IFS').value ?? known(' \t\n');
}

function joinerOf(place: ExecutionContext): string {
  const separators = separatorsOf(place);
  return isKnown(separators) ? separators.text.charAt(0) : ' ';
}

/** A word as a pattern: quoted parts are literal, the others live. */
export function expandPattern(word: Word, place: ExecutionContext, machine: Machine): Value {
  if (word.parts === undefined) {
    return known(word.text.includes('\\') ? escapePattern(word.value) : word.value);
  }
  const fields = new WordFields(undefined, undefined);
  addParts(word.parts, fields, { place, machine, quoted: false, word });
  return fields.pattern();
}

export function expandParts(
  parts: readonly WordPart[],
  place: ExecutionContext,
  machine: Machine,
  span?: Span,
): Value {
  const fields = new WordFields(undefined, span, joinerOf(place));
  addParts(parts, fields, { place, machine, quoted: true, word: undefined });
  return fields.joined();
}

interface Context {
  readonly place: ExecutionContext;
  readonly machine: Machine;
  readonly quoted: boolean;
  readonly word: Word | undefined;
  /** The value of a variable. */
  readonly isAssigned?: boolean;
}

function plainWord(
  value: string,
  raw: string,
  span: Span,
  place: ExecutionContext,
  isAssigned = false,
): Value {
  const text = tilded(value, raw, { isFirst: true, isAssigned }, place);
  return text.includes(OPAQUE_MARK) ? makeValue(text, marksOf(place), span) : known(text, span);
}

function marksOf(place: ExecutionContext): Value['opaque'] {
  return place.source.marks.length === 0 ? ['input'] : place.source.marks;
}

function expandRaw(
  raws: readonly string[],
  word: Word,
  place: ExecutionContext,
  machine: Machine,
): readonly Value[] {
  const span = place.source.locate(word.pos, word.end);
  const values: Value[] = [];
  for (const raw of raws) {
    if (raw === '') continue;
    const text = `: ${raw}`;
    const command = parse(text).commands[0]?.command;
    if (command?.type !== 'Command') continue;
    const source: Source = { text, locate: () => span, marks: place.source.marks };
    for (const part of command.suffix) {
      if (part.type === 'Word') values.push(...expandOnce(part, { ...place, source }, machine));
    }
  }
  return values;
}

function expandOnce(word: Word, place: ExecutionContext, machine: Machine): readonly Value[] {
  const span = place.source.locate(word.pos, word.end);
  if (word.parts === undefined) return [plainWord(word.value, word.text, span, place)];
  const fields = new WordFields(separatorsOf(place), span);
  addParts(word.parts, fields, { place, machine, quoted: false, word });
  return fields.values();
}

function addParts(
  parts: readonly (WordPart | DoubleQuotedChild)[],
  fields: WordFields,
  context: Context,
): void {
  parts.forEach((part, index) => {
    addPart(part, index === 0, fields, context);
  });
}

function addPart(part: WordPart, first: boolean, fields: WordFields, context: Context): void {
  const { place, machine, quoted } = context;
  switch (part.type) {
    case 'Literal':
      addLiteral(part.value, part.text, first, fields, context);
      break;
    case 'SingleQuoted':
      fields.add(marked(part.value, place), true);
      break;
    case 'AnsiCQuoted':
      // The parser joins the lines that a backslash ends, which bash leaves as they are here.
      fields.add(part.text.includes('\\\n') ? opaque('parameter-form') : marked(part.value, place), true);
      break;
    case 'DoubleQuoted':
    case 'LocaleString':
      fields.keep();
      addParts(part.parts, fields, { ...context, quoted: true });
      break;
    case 'Glob':
      // A set of one character names that character.
      if (/^\[[\w.-]\]$/.test(part.value)) fields.add(known(part.value.charAt(1)), true);
      else if (part.parts === undefined) fields.addGlob(part.value);
      else addAlive('[', part.parts, ']', fields, context);
      break;
    case 'ExtendedGlob':
      if (part.parts === undefined) fields.addGlob(part.text);
      else addAlive(part.text.slice(0, 2), part.parts, ')', fields, context);
      break;
    case 'BraceExpansion':
      if (part.parts === undefined) fields.add(known(part.text), true);
      else addBraces(part.parts, fields, context);
      break;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      addParameter(part, fields, context);
      break;
    case 'ArithmeticExpansion': {
      const number = evaluate(part.expression, place, machine);
      fields.add(number === undefined ? opaque('arithmetic') : known(String(number)), true);
      break;
    }
    case 'CommandExpansion':
      fields.add(substitute(part.script, place, machine), quoted);
      break;
    case 'ProcessSubstitution':
      fields.add(processFile(part.script, part.operator, place, machine), true);
  }
}

/** A set or an extended pattern: what stands in it unquoted is pattern, what expands in it runs. */
function addAlive(
  opening: string,
  parts: readonly WordPart[],
  closing: string,
  fields: WordFields,
  context: Context,
): void {
  fields.addGlob(opening);
  for (const part of parts) {
    if (part.type === 'Literal' && part.text === part.value) fields.addGlob(part.value);
    else addPart(part, false, fields, context);
  }
  fields.addGlob(closing);
}

/** Braces where they do not expand, as in an assignment: text, in which expansions still run. */
function addBraces(parts: readonly WordPart[], fields: WordFields, context: Context): void {
  fields.add(known('{'), true);
  for (const part of parts) addPart(part, false, fields, context);
  fields.add(known('}'), true);
}

function addParameter(
  part: SimpleExpansionPart | ParameterExpansionPart,
  fields: WordFields,
  { place, machine, quoted }: Context,
): void {
  const result = expandParameter(part, place, machine, {
    one: (word) => expandToOne(word, place, machine),
    pattern: (word) => expandPattern(word, place, machine),
  });
  if (result.kind === 'list') fields.addList(result.values, quoted, result.joined);
  else fields.add(result.value, quoted);
}

function addLiteral(value: string, raw: string, first: boolean, fields: WordFields, context: Context): void {
  const { place, quoted, word, isAssigned = false } = context;
  const isFirst = first && word?.text.startsWith(raw) === true;
  const text = quoted ? value : tilded(value, raw, { isFirst, isAssigned }, place);
  fields.add(marked(text, place), true);
}

interface TildePlace {
  readonly isFirst: boolean;
  readonly isAssigned: boolean;
}

/** With the home in place of a tilde: at the beginning of a word, and behind the equals sign and the colons of what is, or looks, assigned. */
function tilded(
  text: string,
  raw: string,
  { isFirst, isAssigned }: TildePlace,
  place: ExecutionContext,
): string {
  if (!raw.includes('~')) return text;
  const [name = ''] = isFirst ? (/^(?:[A-Za-z_]\w*=)?/.exec(raw) ?? []) : [];
  if (!isAssigned && name === '') return isFirst && raw.startsWith('~') ? tilde(text, place) : text;
  // What is quoted is no tilde: then the text is another than what was written.
  if (raw !== text) return text;
  const parts = text.slice(name.length).split(':');
  const told = parts.map((part, at) =>
    part.startsWith('~') && (isFirst || at > 0) ? tilde(part, place) : part,
  );
  return name + told.join(':');
}

function marked(text: string, place: ExecutionContext): Value {
  return text.includes(OPAQUE_MARK) ? makeValue(text, marksOf(place)) : known(text);
}

function tilde(text: string, place: ExecutionContext): string {
  if (place.frame.elsewhere !== undefined) return text;
  const slash = text.indexOf('/');
  const prefix = slash < 0 ? text : text.slice(0, slash);
  const rest = slash < 0 ? '' : text.slice(slash);
  const home = place.scope.variable('HOME').value;
  if (prefix === '~') return home !== undefined && isKnown(home) ? home.text + rest : text;
  if (prefix === '~+') return place.scope.cwd.text + rest;
  if (prefix === '~-') return place.scope.previousDirectory.text + rest;
  if (prefix === '~root') return `/root${rest}`;
  return text;
}

type NestedScript = Extract<WordPart, { type: 'CommandExpansion' }>['script'];

/** The output of a command substitution, without its last newlines. */
function substitute(script: NestedScript, place: ExecutionContext, machine: Machine): Value {
  if (script === undefined) return known('');
  const { output } = machine.runNested(script, place);
  return { ...output, text: withoutTail(output.text, '\n') };
}

function processFile(
  script: NestedScript,
  operator: '<' | '>',
  place: ExecutionContext,
  machine: Machine,
): Value {
  if (script === undefined) return opaque('syntax');
  // What the other side writes into `>(…)` is not followed.
  const input = operator === '<' ? place.input : new Stream(opaque('command-output'));
  const { output } = machine.runNested(script, { ...place, input });
  return known(machine.disk.pipe(operator === '<' ? output : opaque('command-output')));
}
