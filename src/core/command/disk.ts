import { budgets, spend } from '../shared/budgets.js';
import type { FileRead, World } from '../shared/world.js';
import type { Value } from './invocation.js';
import { concat, known, opaque } from './value.js';

const secretName = /(?:^|\/)\.|secret|token|passw|credential|\.pem$|\.key$|id_[a-z0-9]+$/i;

/** Files as the command would find them: those it wrote itself first, then the world's. */
export class Disk {
  private readonly written = new Map<string, Value>();
  private readonly names = new Map<string, string>();
  private pipes = 0;

  constructor(private readonly world: World) {}

  write(path: string, content: Value, append: boolean): void {
    const before = append ? (this.written.get(path) ?? known('')) : known('');
    this.written.set(path, before.text === '' ? content : concat([before, content]));
  }

  /** A path that stands for the output of a process substitution. */
  pipe(content: Value): string {
    const path = `/dev/fd/${63 - this.pipes}`;
    this.pipes += 1;
    this.written.set(path, content);
    return path;
  }

  /**
   * Text that would run as a script; opaque where something is there that cannot be read as text, undefined where nothing is, or
   * machine code. PHP reads no further than `end`, behind which an archive's files lie.
   */
  script(path: string, end?: RegExp): Value | undefined {
    const written = this.written.get(path);
    if (written !== undefined) return { ...written, text: written.text.replaceAll('\0', '') };
    const place = this.names.get(path) ?? path;
    // A descriptor of the command's, which is none of the judging program's.
    if (/^\/dev\/fd\/\d/.test(place)) return opaque('input');
    const read = this.world.files.read(place);
    if (!read.ok) return this.hidden(place, read.code);
    const stop = end === undefined || !read.lossy ? -1 : read.text.search(end);
    const text = stop < 0 ? read.text : read.text.slice(0, stop);
    if (text.length <= budgets.script.most) return { text, opaque: [] };
    spend(this.world, 'script');
    return undefined;
  }

  private hidden(path: string, code: Extract<FileRead, { ok: false }>['code']): Value | undefined {
    const { files } = this.world;
    if (code === 'too-large') spend(this.world, 'file');
    if (code === 'binary' || code === 'unreadable') return opaque('input');
    if (code !== 'not-a-file' || path === '/dev/null') return undefined;
    return files.kind(files.real(path) ?? path) === 'other' ? opaque('input') : undefined;
  }

  /** Text that lands in other commands' words, and so on cards and in the record: never a secret's. */
  content(path: string): Value | undefined {
    const written = this.written.get(path);
    if (written !== undefined) return written;
    if (secretName.test(path) || path.startsWith('/dev/')) return undefined;
    const read = this.world.files.read(this.names.get(path) ?? path);
    // What is too long for a word is opaque to whoever takes it for code.
    return read.ok ? known(read.text) : undefined;
  }

  /** `cp A B`, `ln -s A B`, `mv A B`: what stands at B from now on. */
  link(from: string, to: string): void {
    const content = this.written.get(from);
    if (content !== undefined) this.written.set(to, content);
    this.names.set(to, this.names.get(from) ?? from);
  }

  /** The path that was copied or linked to `path`. */
  original(path: string): string | undefined {
    return this.names.get(path);
  }

  /** True where something was put at `path` or below it. */
  wroteBelow(path: string): boolean {
    return [...this.written.keys(), ...this.names.keys()].some(
      (one) => one === path || one.startsWith(`${path}/`),
    );
  }

  wasWritten(path: string): boolean {
    return this.written.has(path);
  }
}
