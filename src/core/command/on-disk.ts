import type { Files } from '../shared/world.js';
import { compilePattern, matches, type Pattern } from './glob.js';
import { isAbsolute } from './paths.js';

/** Most names that one pattern is compared with; a pattern that meets more could be anything. */
const mostNames = 20_000;
const mostFound = 1_000;

/** The paths on the disk that a shell's pattern stands for; undefined when there are too many to look at. */
export function expanded(pattern: string, directory: string, files: Files): readonly string[] | undefined {
  const whole = isAbsolute(pattern) ? pattern : `${directory}/${pattern}`;
  const drive = /^[A-Za-z]:/.exec(whole)?.[0] ?? '';
  const parts = whole
    .slice(drive.length)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const search = new Search(files);
  // A pattern stands for what is there: `~/.c*/x` is no path in a folder that has no `x`.
  const found = search.below([drive], parts).filter((path) => files.kind(path) !== 'absent');
  return search.isSpent ? undefined : found;
}

class Search {
  private left = mostNames;

  constructor(private readonly files: Files) {}

  get isSpent(): boolean {
    return this.left <= 0;
  }

  below(folders: readonly string[], parts: readonly string[]): readonly string[] {
    let at = folders;
    for (const part of parts) {
      at = at.flatMap((folder) => this.step(folder, part));
      if (at.length > mostFound) this.left = 0;
      if (this.isSpent) return [];
    }
    return at;
  }

  private step(folder: string, part: string): readonly string[] {
    if (part === '..') return [folder.slice(0, Math.max(0, folder.lastIndexOf('/')))];
    if (part === '**') return this.everywhere(folder);
    if (!/[*?[]/.test(part)) return [`${folder}/${part}`];
    const pattern = compilePattern(part);
    if (pattern === undefined) {
      this.left = 0;
      return [];
    }
    return this.names(folder)
      .filter((name) => meets(pattern, part, name))
      .map((name) => `${folder}/${name}`);
  }

  /** The folder and all folders in it, as `find` walks them: links are not followed. */
  private everywhere(folder: string): readonly string[] {
    const found = [folder];
    for (let at = 0; at < found.length && !this.isSpent; at += 1) {
      const parent = found[at] ?? '';
      for (const name of this.names(parent)) {
        const path = `${parent}/${name}`;
        this.left -= 1;
        if (this.files.kind(path) === 'directory') found.push(path);
      }
    }
    return found;
  }

  private names(folder: string): readonly string[] {
    const names = this.files.list(folder === '' ? '/' : folder);
    this.left -= names.length + 1;
    return names;
  }
}

/** True where every part of a path fits its part of a pattern; `**` stands for any number of parts. */
export function fits(pattern: string, path: string): boolean {
  return partsFit(
    pattern.split('/').filter((part) => part !== ''),
    path.split('/').filter((part) => part !== ''),
  );
}

function partsFit(parts: readonly string[], names: readonly string[]): boolean {
  const [part, ...more] = parts;
  if (part === undefined) return names.length === 0;
  if (part === '**')
    return names.length <= longestPath && names.some((_, at) => partsFit(more, names.slice(at)));
  const [name, ...rest] = names;
  if (name === undefined) return false;
  const compiled = compilePattern(part);
  return (compiled === undefined || meets(compiled, part, name)) && partsFit(more, rest);
}

/** Deeper than any guard lies; it bounds the ways in which several `**` can be read. */
const longestPath = 24;

/** A pattern that does not begin with a dot passes over names that do. */
function meets(pattern: Pattern, text: string, name: string): boolean {
  if (name.startsWith('.') && !text.startsWith('.') && !text.startsWith('[')) return false;
  return matches(pattern, name) !== false;
}
