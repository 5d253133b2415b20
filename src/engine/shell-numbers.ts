import type { KeptShell } from '../ports/judge.js';

/** Numbers under which shells are kept. Whoever asks gives them out, so that it need not wait for them. */
export class ShellNumbers {
  private last = 0;

  next(): number {
    this.last += 1;
    return this.last;
  }
}

/** The number under which either of two is kept; its directory where both stand in the same. */
export function eitherOf(id: number, left: KeptShell, right: KeptShell): KeptShell {
  return left.cwd !== undefined && left.cwd === right.cwd ? { id, cwd: left.cwd } : { id };
}
