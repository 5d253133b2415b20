import { budgets, spend } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import type { Value } from './invocation.js';
import { concat, known } from './value.js';

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

  /** Text that would run as a script; undefined when it cannot be had. */
  script(path: string): Value | undefined {
    const written = this.written.get(path);
    if (written !== undefined) return written;
    const read = this.world.files.read(this.names.get(path) ?? path);
    if (read.ok && read.text.length <= budgets.script.most) return { text: read.text, opaque: [] };
    if (read.ok) spend(this.world, 'script');
    else if (read.code === 'too-large') spend(this.world, 'file');
    return undefined;
  }

  /** Text that lands in other commands' words, and so on cards and in the record: never a secret's. */
  content(path: string): Value | undefined {
    const written = this.written.get(path);
    if (written !== undefined) return written;
    if (secretName.test(path)) return undefined;
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
