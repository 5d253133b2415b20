import { Minimatch, type MinimatchOptions } from 'minimatch';
import { policyBounds } from './bounds.js';
import { globsMeet } from './meeting.js';

/** Whether a text fits a glob. */
export type Fits = (text: string) => boolean;

/** No control characters, no backslash, no braces; few stars in one part. */
export const globForm = new RegExp(
  `^(?!(?:[^/]*/)*(?:[^/*]*[*]){${policyBounds.stars + 1}})(?!(?:(?:[^*]|[*](?![*]))*[*]{2}){${policyBounds.stars}})[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\\\{}]+$`,
  'u',
);

/** True when a policy may hold the text as a glob. */
export function isPolicyGlob(text: string): boolean {
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
  // Above what a glob may hold, so that it never decides.
  maxGlobstarRecursion: 10,
};

/** Stands for a slash in names, so that a star takes slashes too: names are no paths. */
const slash = '\u0001';

/** A text made ready to be asked about by many globs. */
export interface Looked {
  readonly text: string;
  /** In lower case; undefined where letters that are one in another case may not be found so. */
  readonly lower: string | undefined;
}

/** A glob; `looked` is what `lookAtName` or a path made. */
type Matcher = (looked: Looked) => boolean;

/** Any of some globs over names, in any case. A name that is too long to be matched fits: these globs only tighten. */
export function tighteningNames(globs: readonly string[]): Fits {
  const matchers = globs.map(tighteningName);
  return (name) => {
    const looked = lookAtName(name);
    return matchers.some((fits) => fits(looked));
  };
}

export function tighteningName(glob: string): Matcher {
  const fits = matcher(asName(glob), true);
  return (looked) => looked.text.length > longestPart || fits(looked);
}

/** One glob over names, to the letter. A name that is too long does not fit: such a glob loosens. */
export function exactName(glob: string): Matcher {
  const fits = matcher(asName(glob), false);
  return (looked) => looked.text.length <= longestPart && fits(looked);
}

export function lookAtName(name: string): Looked {
  return look(asName(name));
}

/**
 * Any of some globs over paths, in any case and with either slash. Without a leading slash a glob fits in any directory.
 * `around` fits a folder that holds what the globs name by their first parts. A path that is a glob itself fits where some
 * file would fit both.
 */
export function tighteningPaths(globs: readonly string[]): { readonly on: Fits; readonly around: Fits } {
  return { on: anyPath(globs), around: anyPath(globs.flatMap(foldersOf)) };
}

function anyPath(globs: readonly string[]): Fits {
  const whole = globs.map((glob) => (glob.startsWith('/') ? glob : `**/${glob}`));
  const patterns = whole.map((glob) => matcher(glob, true));
  return (path) => {
    const parts = path.replaceAll('\\', '/').split('/');
    if (parts.some((part) => part.length > longestPart)) return true;
    const looked = look(parts.join('/'));
    if (/[*?[]/.test(looked.text) && whole.some((glob) => globsMeet(glob, looked.text))) return true;
    return patterns.some((fits) => fits(looked));
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

/**
 * A glob that is compiled when a text first holds its longest literal part: most texts never do, and a policy has
 * hundreds of globs.
 */
function matcher(glob: string, nocase: boolean): Matcher {
  const part = literalIn(glob);
  let compiled: Minimatch | undefined;
  return ({ text, lower }) => {
    if (part !== undefined && lower !== undefined && !lower.includes(part)) return false;
    compiled ??= new Minimatch(glob, { ...plain, nocase });
    return compiled.match(text);
  };
}

function look(text: string): Looked {
  return { text, lower: isPlainText(text) ? text.toLowerCase() : undefined };
}

/** The longest part without a wildcard, in lower case; none where a set of characters makes that hard to tell. */
function literalIn(glob: string): string | undefined {
  if (glob.includes('[') || !isPlainText(glob)) return undefined;
  const parts = glob.split(/[*?/]+/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '').toLowerCase();
}

function isPlainText(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

function asName(text: string): string {
  return text.replaceAll('/', slash);
}
