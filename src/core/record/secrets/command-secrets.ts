import type { Span } from '../../shared/span.js';
import { type CommandLine, commandLines, type Word } from './command-words.js';
import { HereDocuments } from './here-documents.js';
import { programs, readsSecret, storesOfSecrets } from './program-secrets.js';
import { isSecretName } from './secret-name.js';
import { isReference } from './value.js';

/** Commands within quotes within quotes. */
const deepest = 4;

/** What options, places and inputs of commands hold: `mysql -pvalue`, `--token value`, `echo value | docker login …`. */
export function commandSecrets(text: string): readonly Span[] {
  const found: Span[] = [];
  read(text, 0, text.length, 0, new HereDocuments(text), found);
  return found.filter(
    ([from, to]) => to > from && !isReference(text, { span: [from, to], quote: '', end: to }),
  );
}

function read(
  text: string,
  from: number,
  to: number,
  depth: number,
  documents: HereDocuments,
  found: Span[],
): void {
  let before: CommandLine | undefined;
  const mayRead = /stdin|token|passw|sudo|cryptsetup|kinit|secret|pass/.test(text);
  for (const line of commandLines(text, from, to)) {
    found.push(...optionSecrets(line.words), ...programSecrets(line.words));
    if (mayRead && readsSecret(line.words.map(({ text: word }) => word))) {
      const input = line.document ? documents.of(line.document, to) : line.input;
      if (input) found.push(...linesOf(text, input));
      if (before?.by === '|') found.push(...printed(before.words));
    }
    if (depth < deepest)
      for (const [start, end] of line.words.flatMap(({ lines }) => lines))
        read(text, start, end, depth + 1, documents, found);
    before = line;
  }
}

/** `--token value`: an option with a secret's name, whoever's it is; `set NAME value`. */
function optionSecrets(words: readonly Word[]): readonly Span[] {
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    if (next === undefined || next.text.startsWith('--')) return [];
    const isOption =
      word.text.startsWith('-') && /^-{1,2}[A-Za-z][\w-]*$/.test(word.text) && isSecretName(word.text);
    const isKey = isSet(words, index) && /^[\w./:-]+$/.test(word.text) && isSecretName(word.text);
    return isOption || isKey ? [[next.start, next.end] as const] : [];
  });
}

function isSet(words: readonly Word[], index: number): boolean {
  for (let at = Math.max(0, index - 3); at < index; at += 1)
    if (/^(?:set|setx|setenv)$/.test(words[at]?.text ?? '')) return true;
  return false;
}

function programSecrets(words: readonly Word[]): readonly Span[] {
  const found: Span[] = [];
  for (const [index, { text }] of words.entries()) {
    const program = text.length > 200 || text.startsWith('-') ? undefined : programs.get(programName(text));
    if (program === undefined) continue;
    // The words behind it are its own.
    found.push(...program(words.slice(index + 1)));
    break;
  }
  if (storesOfSecrets(words.map(({ text }) => text)))
    for (const word of words) found.push(...settingOf(word));
  return found;
}

function programName(word: string): string {
  const from = Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1;
  return word.slice(from, /\.exe$/i.test(word) ? -4 : undefined).toLowerCase();
}

/** `name=value`, where whatever is set is a secret. */
function settingOf(word: Word): readonly Span[] {
  const sign = /^(?:--from-literal=)?[A-Za-z_][\w./-]{0,200}=/.exec(word.text)?.[0];
  return sign === undefined ? [] : [[word.start + sign.length, word.end]];
}

/** What `echo` and `printf` print. */
function printed(words: readonly Word[]): readonly Span[] {
  const at = words.findIndex(({ text }) => /^(?:echo|printf|print|Write-Output|Write-Host)$/.test(text));
  if (at < 0) return [];
  return words
    .slice(at + 1)
    .filter(({ text }) => !/^-[neE]+$|^%s(?:\\n)?$/.test(text))
    .map(({ start, end }) => [start, end] as const);
}

function linesOf(text: string, [from, to]: Span): readonly Span[] {
  const found: Span[] = [];
  for (let at = from; at < to; ) {
    const next = text.indexOf('\n', at);
    const end = next < 0 || next > to ? to : next;
    if (end > at) found.push([at, end]);
    at = end + 1;
  }
  return found;
}
