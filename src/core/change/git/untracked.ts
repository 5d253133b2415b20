import { resolvePath } from '../../command/paths.js';
import { type IgnoreRules, readIgnoreRules } from '../../git/ignore-rules.js';
import { fileText } from '../../target/files.js';
import type { LocalRepository } from './repository.js';
import type { Worktree } from './worktree.js';

/** A file, or a whole folder of files that no commit and no index has. Seen from the worktree's root. */
export interface Untracked {
  readonly path: string;
  /** Of a folder: files in it. */
  readonly files: number;
  /** Undefined where they were not added up. */
  readonly bytes: number | undefined;
  readonly isFolder: boolean;
  /** By the repository's own rules. */
  readonly isIgnored: boolean;
}

export interface UntrackedFiles {
  readonly found: readonly Untracked[];
  readonly whole: boolean;
  /** True where it is not whole because the time was up. */
  readonly isLate: boolean;
}

/** A thing that could go: a file, or a folder of which nothing is tracked. */
export interface Candidate {
  /** Of a folder without files it ends in `/`. */
  readonly path: string;
  readonly isIgnored: boolean;
  /** It lies in a folder of which something is tracked, or in the worktree's root, and is none itself. */
  readonly isAmongTracked: boolean;
  /** It lies in a folder that is not ignored as a whole: another file in it, however deep, is not. */
  readonly isAmongPlain: () => boolean;
}

/** Names that one preview looks at. */
const nameLimit = 300_000;
const depthLimit = 64;
/** Files whose bytes are asked for. */
const sizedLimit = 2_000;

/** What `git clean` looks at: everything that is not in the index, folder by folder, with the ignore rules of each. */
export function untrackedFiles(
  repository: LocalRepository,
  tree: Worktree,
  start: string,
  isWanted: (found: Candidate) => boolean,
  takesRepositories: boolean,
): UntrackedFiles {
  const walk = new Walk(repository, tree, isWanted, takesRepositories);
  walk.folder(start, rulesAbove(repository, tree.root, start), false, 0);
  return { found: walk.found, whole: walk.whole, isLate: walk.isLate };
}

/** Rules of one folder, and those that lie above it; the nearest decides. */
interface Rules {
  readonly folder: string;
  readonly own: IgnoreRules;
  readonly above: Rules | undefined;
}

class Walk {
  readonly found: Untracked[] = [];
  whole = true;
  isLate = false;
  private seen = 0;
  private sized = 0;
  /** Listings that were looked into and will be asked for again. */
  private readonly listed = new Map<string, ReturnType<Walk['entries']>>();
  private readonly tracked = new Set<string>();

  constructor(
    private readonly repository: LocalRepository,
    private readonly tree: Worktree,
    private readonly isWanted: (found: Candidate) => boolean,
    private readonly takesRepositories: boolean,
  ) {
    for (const path of tree.index.entries.keys())
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        const folder = path.slice(0, at);
        if (this.tracked.has(folder)) break;
        this.tracked.add(folder);
      }
  }

  folder(path: string, above: Rules | undefined, isIgnored: boolean, depth: number): void {
    const entries = this.entries(path);
    this.listed.delete(path);
    const hasRules = entries.some(({ name }) => name === '.gitignore');
    const rules = hasRules ? rulesIn(this.repository, this.tree.root, path, above) : above;
    if (rules?.own.isWhole === false) this.whole = false;
    const isTracked = path === '' || this.tracked.has(path);
    for (const { name, kind } of entries) {
      const below = path === '' ? name : `${path}/${name}`;
      if (name === '.git' || this.tree.index.entries.has(below)) continue;
      const ignored = isIgnored || matchesRules(rules, below, kind === 'directory');
      if (kind !== 'directory')
        this.file({
          path: below,
          isIgnored: ignored,
          isAmongTracked: isTracked,
          isAmongPlain: () => this.holdsPlain(path, entries, rules, depth),
        });
      else if (this.tracked.has(below)) this.deeper(below, rules, ignored, depth);
      else this.untrackedFolder(below, rules, ignored, depth);
    }
  }

  private deeper(path: string, rules: Rules | undefined, isIgnored: boolean, depth: number): void {
    if (depth >= depthLimit) this.whole = false;
    else this.folder(path, rules, isIgnored, depth + 1);
  }

  private file(candidate: Candidate): void {
    if (!this.isWanted(candidate)) return;
    const { path, isIgnored } = candidate;
    this.found.push({ path, files: 1, bytes: this.sizeOf(path), isFolder: false, isIgnored });
  }

  private holdsPlain(
    path: string,
    entries: ReturnType<Walk['entries']>,
    rules: Rules | undefined,
    depth: number,
  ): boolean {
    if (depth >= depthLimit || !this.whole) return true;
    return entries.some(({ name, kind }) => {
      const below = `${path}/${name}`;
      if (matchesRules(rules, below, kind === 'directory')) return false;
      if (kind !== 'directory') return true;
      const own = rulesIn(this.repository, this.tree.root, below, rules);
      return this.holdsPlain(below, this.entries(below), own, depth + 1);
    });
  }

  /** A folder of which nothing is tracked is one row, unless only some of it goes. */
  private untrackedFolder(path: string, rules: Rules | undefined, isIgnored: boolean, depth: number): void {
    const isRepository = this.entries(path).some(({ name }) => name === '.git');
    if (isRepository && !this.takesRepositories) return;
    const isHollow = this.isHollow(path, depth);
    if (!isIgnored && !isHollow) {
      this.deeper(path, rules, false, depth);
      return;
    }
    const is = { isIgnored, isAmongTracked: false, isAmongPlain: () => false };
    if (!this.isWanted({ path: isHollow ? `${path}/` : path, ...is })) return;
    const { files, bytes } = this.added(path, depth);
    this.found.push({ path: `${path}/`, files, bytes, isFolder: true, isIgnored });
  }

  /** True for a folder in which there is no file, however deep. */
  private isHollow(path: string, depth: number): boolean {
    if (depth >= depthLimit || !this.whole) return false;
    return this.entries(path).every(
      ({ name, kind }) =>
        kind === 'directory' && name !== '.git' && this.isHollow(`${path}/${name}`, depth + 1),
    );
  }

  private added(path: string, depth: number): { readonly files: number; readonly bytes: number | undefined } {
    let files = 0;
    let bytes: number | undefined = 0;
    if (depth >= depthLimit) this.whole = false;
    const entries = depth >= depthLimit ? [] : this.entries(path);
    this.listed.delete(path);
    for (const { name, kind } of entries) {
      const below = `${path}/${name}`;
      const inside =
        kind === 'directory' ? this.added(below, depth + 1) : { files: 1, bytes: this.sizeOf(below) };
      files += inside.files;
      bytes = bytes === undefined || inside.bytes === undefined ? undefined : bytes + inside.bytes;
    }
    return { files, bytes };
  }

  private entries(path: string): readonly { readonly name: string; readonly kind: string }[] {
    const known = this.listed.get(path);
    if (known !== undefined) return known;
    const { raw, isLate } = this.repository.world;
    this.isLate ||= isLate?.() === true;
    const entries =
      this.isLate || this.seen > nameLimit
        ? []
        : (raw?.entries(resolvePath(this.tree.root, path), isLate) ?? []);
    this.isLate ||= isLate?.() === true;
    this.seen += entries.length;
    this.whole &&= !this.isLate && this.seen <= nameLimit;
    this.listed.set(path, entries);
    return entries;
  }

  private sizeOf(path: string): number | undefined {
    this.sized += 1;
    return this.sized > sizedLimit
      ? undefined
      : this.repository.world.raw?.stat(`${this.tree.root}/${path}`)?.size;
  }
}

function rulesAbove(repository: LocalRepository, root: string, start: string): Rules | undefined {
  const { world, common } = repository;
  // The repository's own lines come after the user's, and decide.
  const texts = [`${world.home}/.config/git/ignore`, `${common}/info/exclude`].map((path) =>
    fileText(world, path),
  );
  const own = readIgnoreRules(texts.flatMap((text) => text ?? []).join('\n'));
  let rules: Rules | undefined = { folder: '', own, above: undefined };
  const parts = start === '' ? [] : start.split('/');
  for (let depth = 0; depth < parts.length; depth += 1)
    rules = rulesIn(repository, root, parts.slice(0, depth).join('/'), rules);
  return rules;
}

function rulesIn(
  { world }: LocalRepository,
  root: string,
  folder: string,
  above: Rules | undefined,
): Rules | undefined {
  const text = fileText(world, resolvePath(root, folder === '' ? '.gitignore' : `${folder}/.gitignore`));
  if (text === undefined) return above;
  return { folder, own: readIgnoreRules(text), above };
}

function matchesRules(rules: Rules | undefined, path: string, isFolder: boolean): boolean {
  for (let at = rules; at !== undefined; at = at.above) {
    const below = at.folder === '' ? path : path.slice(at.folder.length + 1);
    const word = at.own.wordOn(below, isFolder);
    if (word !== undefined) return word === 'ignored';
  }
  return false;
}
