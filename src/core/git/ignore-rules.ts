import { compilePattern, matches, type Pattern } from '../command/glob.js';

/** One line of an ignore file. */
interface Line {
  readonly takesBack: boolean;
  readonly foldersOnly: boolean;
  /** Of a line without a slash inside: the name, wherever it lies. */
  readonly name?: Pattern;
  /** Else the path from the file's own folder; `**` stands for any number of folders. */
  readonly path?: readonly (Pattern | '**')[];
}

/** What an ignore file says of a path: it is left out, it is taken back, or nothing. */
export type IgnoreWord = 'ignored' | 'kept' | undefined;

export interface IgnoreRules {
  /** `path` from the file's own folder, without a slash at either end. The last line that fits decides. */
  wordOn(path: string, isFolder: boolean): IgnoreWord;
  /** The same with the folders above it: what lies in one that is left out is left out with it. */
  ignores(path: string): boolean;
  /** False where the file has more lines than are read. */
  readonly isWhole: boolean;
}

/** Further lines of one file are not read: each name of a folder is held against all of them. */
const mostLines = 2_000;

/** The lines of a `.gitignore`, as git reads them; matching takes no longer than lines times letters, whatever stands there. */
export function readIgnoreRules(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const read = lines.slice(0, mostLines).flatMap((line) => lineOf(line.replace(/\r$/, '')) ?? []);
  read.reverse();
  const wordOn = (path: string, isFolder: boolean): IgnoreWord => {
    const parts = path.split('/');
    const line = read.find((one) => fits(one, parts, isFolder));
    return line && (line.takesBack ? 'kept' : 'ignored');
  };
  const ignores = (path: string): boolean => {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1))
      if (wordOn(path.slice(0, at), true) === 'ignored') return true;
    return wordOn(path, false) === 'ignored';
  };
  return { wordOn, ignores, isWhole: lines.length <= mostLines };
}

function lineOf(text: string): Line | undefined {
  if (text.startsWith('#')) return undefined;
  const takesBack = text.startsWith('!');
  const given = withoutBlanks(takesBack ? text.slice(1) : text);
  const foldersOnly = given.endsWith('/');
  const body = foldersOnly ? given.slice(0, -1) : given;
  if (body === '') return undefined;
  const known = { takesBack, foldersOnly };
  if (body.includes('/')) {
    const path = pathOf(body.replace(/^\//, ''));
    return path && { ...known, path };
  }
  const name = patternOf(body);
  return name && { ...known, name };
}

/** Blanks at the end are none, but for one that is escaped. */
function withoutBlanks(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === ' ' && !isEscaped(text, end - 1)) end -= 1;
  return text.slice(0, end);
}

function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charAt(from - 1) === '\\') from -= 1;
  return (at - from) % 2 === 1;
}

const anyName: Pattern = [{ kind: 'any' }];

function pathOf(text: string): Line['path'] {
  const path: (Pattern | '**')[] = [];
  for (const part of text.split('/')) {
    const pattern = part === '**' ? part : patternOf(part);
    if (pattern === undefined) return undefined;
    path.push(pattern);
  }
  // At the end it stands for all that lies inside, and for no folder itself.
  return path.at(-1) === '**' ? [...path, anyName] : path;
}

/** A bracket is a letter here; a set that is not closed, and what is longer than is matched, fits nothing. */
function patternOf(text: string): Pattern | undefined {
  const pattern = compilePattern(text.replace(/\\.|\(/gs, (found) => (found === '(' ? '\\(' : found)));
  const isOpen = pattern?.some((token) => token.kind === 'text' && token.text === '[');
  return isOpen === true && !text.includes('\\[') ? undefined : pattern;
}

function fits(line: Line, parts: readonly string[], isFolder: boolean): boolean {
  if (line.foldersOnly && !isFolder) return false;
  if (line.path !== undefined) return fitsPath(line.path, parts);
  return line.name !== undefined && matches(line.name, parts.at(-1) ?? '') === true;
}

/** As `*` among letters, `**` among names: only the last one met is tried with more. */
function fitsPath(wanted: readonly (Pattern | '**')[], parts: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let starAt = 0;
  while (at < parts.length) {
    const current = wanted[next];
    if (current === '**') {
      star = next;
      starAt = at;
      next += 1;
    } else if (current !== undefined && matches(current, parts[at] ?? '') === true) {
      next += 1;
      at += 1;
    } else if (star >= 0) {
      next = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  while (wanted[next] === '**') next += 1;
  return next === wanted.length;
}
