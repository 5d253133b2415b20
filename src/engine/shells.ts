import { OPAQUE_MARK } from '../core/command/invocation.js';
import { unknownShell } from '../core/command/shell.js';
import { eitherShell, type Shell } from '../core/command/shell-facts.js';
import type { World } from '../core/shared/world.js';
import type { KeptShell } from '../ports/judge.js';

/** Of more shells than these the oldest is lost. */
const most = 2_000;

/** The shells that live on, where the engine runs. Whoever asks holds numbers. */
export class ShellsInHand {
  private readonly shells = new Map<number, Shell>();

  keep(id: number, shell: Shell): KeptShell {
    this.shells.set(id, shell);
    for (const oldest of this.shells.keys()) {
      if (this.shells.size <= most) break;
      this.shells.delete(oldest);
    }
    const cwd = shell.cwd.text;
    return cwd.includes(OPAQUE_MARK) ? { id } : { id, cwd };
  }

  /** What is kept under a number; undefined where it is lost. */
  get(id: number): Shell | undefined {
    return this.shells.get(id);
  }

  /** The shell, or where it is lost one of which nothing is known. */
  of({ id }: KeptShell, world: World): Shell {
    return this.shells.get(id) ?? unknownShell(world);
  }

  /** Keeps what is left where either may be what was kept; nothing when one of them is lost. */
  either(id: number, left: number, right: number): void {
    const [one, other] = [this.shells.get(left), this.shells.get(right)];
    if (one !== undefined && other !== undefined) this.keep(id, eitherShell(one, other));
  }
}
