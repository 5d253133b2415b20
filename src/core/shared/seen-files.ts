import { budgets } from './budgets.js';
import type { FileKind, FileRead, Files } from './world.js';

/** So many names that are not there in one folder, and the folder itself is looked at: one look answers for all that follow. */
const missesBeforeListing = 4;

/** What is known of a folder: that it is not there, or all its names in small letters; `unsure` where its list says too little. */
type Folder = ReadonlySet<string> | 'absent' | 'unsure';

/**
 * The disk as one judging sees it: each path is looked at once, so that the same question has the same answer throughout, and a
 * name that its folder does not hold is not asked for again. Made for one judging, and not kept beyond it.
 */
export class SeenFiles implements Files {
  readonly #read = new Map<string, FileRead>();
  readonly #kind = new Map<string, FileKind>();
  readonly #list = new Map<string, readonly string[]>();
  readonly #real = new Map<string, string | undefined>();
  readonly #identity = new Map<string, ReturnType<Files['identity']>>();
  readonly #misses = new Map<string, number>();
  readonly #folders = new Map<string, Folder>();

  constructor(
    private readonly files: Files,
    private readonly platform: 'posix' | 'win32',
  ) {}

  read(path: string): FileRead {
    const seen = this.#read.get(path);
    if (seen !== undefined) return seen;
    const read = this.#isMissing(path) ? absentRead : this.files.read(path);
    if (!read.ok && read.code === 'absent') this.#missed(path);
    this.#read.set(path, read);
    return read;
  }

  kind(path: string): FileKind {
    const seen = this.#kind.get(path);
    if (seen !== undefined) return seen;
    const kind = this.#isMissing(path) ? 'absent' : this.files.kind(path);
    if (kind === 'absent') this.#missed(path);
    this.#kind.set(path, kind);
    return kind;
  }

  list(path: string): readonly string[] {
    const seen = this.#list.get(path);
    if (seen !== undefined) return seen;
    const names = this.#isMissing(path) ? [] : this.files.list(path);
    this.#list.set(path, names);
    return names;
  }

  real(path: string): string | undefined {
    if (this.#real.has(path)) return this.#real.get(path);
    const real = this.#isMissing(path) ? undefined : this.files.real(path);
    this.#real.set(path, real);
    return real;
  }

  identity(path: string): ReturnType<Files['identity']> {
    if (this.#identity.has(path)) return this.#identity.get(path);
    const identity = this.#isMissing(path) ? undefined : this.files.identity(path);
    this.#identity.set(path, identity);
    return identity;
  }

  bytes(path: string): Uint8Array | undefined {
    return this.#isMissing(path) ? undefined : this.files.bytes(path);
  }

  #missed(path: string): void {
    const folder = folderOf(path);
    if (folder === '' || this.platform === 'win32') return;
    const misses = (this.#misses.get(folder) ?? 0) + 1;
    this.#misses.set(folder, misses);
    if (misses === missesBeforeListing) this.#folders.set(folder, this.#lookAt(folder));
  }

  #lookAt(folder: string): Folder {
    const names = this.list(folder);
    // An empty list is also that of a folder which may be entered and not read.
    if (names.length === 0) return this.kind(folder) === 'absent' ? 'absent' : 'unsure';
    if (names.length >= budgets.listing.most || !names.every(isPlain)) return 'unsure';
    return new Set(names.map((name) => name.toLowerCase()));
  }

  /** True only where a look at the folder has shown it; a disk may take large and small letters for the same. */
  #isMissing(path: string): boolean {
    if (this.#folders.size === 0) return false;
    const folder = this.#folders.get(folderOf(path));
    if (folder === undefined || folder === 'unsure') return false;
    if (folder === 'absent') return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return name !== '' && name !== '.' && name !== '..' && isPlain(name) && !folder.has(name.toLowerCase());
  }
}

const absentRead: FileRead = { ok: false, code: 'absent' };

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Letters outside of ASCII have more than one spelling on some disks. */
function isPlain(name: string): boolean {
  return /^[\x20-\x7e]*$/.test(name);
}
