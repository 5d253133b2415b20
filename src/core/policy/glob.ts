import { Minimatch, type MinimatchOptions } from 'minimatch';
import { policyBounds } from './bounds.js';

/** Whether a text fits a glob. */
export type Fits = (text: string) => boolean;

/** No control characters, no backslash, no braces; few stars in one part. */
export const globForm = new RegExp(
  `^(?!.*(?:[*][^/*]*){${policyBounds.stars + 1}})(?!(?:.*[*]{2}){${policyBounds.stars}})[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\\\{}]+$`,
  'u',
);

/** True when a policy may hold the text as a glob. */
export function isGlob(text: string): boolean {
  return text.length <= policyBounds.glob && globForm.test(text);
}

/** A part above this is not matched: whoever wrote it may have wanted a match to take long. */
const longestPart = 1_024;

/** The same on every machine; no syntax that makes many patterns out of one. */
const plain: MinimatchOptions = {
  platform: 'linux',
  dot: true,
  nobrace: true,
  noext: true,
  nonegate: true,
  nocomment: true,
  maxGlobstarRecursion: 4,
};

/** Stands for a slash in names, so that a star takes slashes too: names are no paths. */
const slash = '\u0001';

/** Any of some globs over names, in any case. A name that is too long to be matched fits: these globs only tighten. */
export function tighteningNames(globs: readonly string[]): Fits {
  const patterns = globs.map((glob) => new Minimatch(asName(glob), { ...plain, nocase: true }));
  return (name) => name.length > longestPart || patterns.some((pattern) => pattern.match(asName(name)));
}

/** One glob over names, to the letter. A name that is too long does not fit: such a glob loosens. */
export function exactName(glob: string): Fits {
  const pattern = new Minimatch(asName(glob), plain);
  return (name) => name.length <= longestPart && pattern.match(asName(name));
}

/**
 * Any of some globs over paths, in any case and with either slash. Without a leading slash a glob fits in any directory.
 * `around` fits a folder that holds what the globs name by their first parts.
 */
export function tighteningPaths(globs: readonly string[]): { readonly on: Fits; readonly around: Fits } {
  return { on: anyPath(globs), around: anyPath(globs.flatMap(foldersOf)) };
}

function anyPath(globs: readonly string[]): Fits {
  const patterns = globs.map(
    (glob) => new Minimatch(glob.startsWith('/') ? glob : `**/${glob}`, { ...plain, nocase: true }),
  );
  return (path) => {
    const parts = path.replaceAll('\\', '/').split('/');
    if (parts.some((part) => part.length > longestPart)) return true;
    return patterns.some((pattern) => pattern.match(parts.join('/')));
  };
}

/** `a/b/**` lies in `a` and in `a/b`; what begins with a double star may lie anywhere, and no folder is named. */
function foldersOf(glob: string): readonly string[] {
  const parts = glob.split('/');
  const first = glob.startsWith('/') ? 2 : 1;
  const folders: string[] = [];
  for (let end = first; end < parts.length && !parts.slice(0, end).includes('**'); end += 1) {
    folders.push(parts.slice(0, end).join('/'));
  }
  return folders;
}

function asName(text: string): string {
  return text.replaceAll('/', slash);
}
