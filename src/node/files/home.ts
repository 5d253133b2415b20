import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where Countersign keeps what outlives a window. */
export interface Home {
  readonly root: string;
  /** Registrations and sockets of open windows. */
  readonly run: string;
  readonly record: string;
  readonly requests: string;
  /** The installed doorbell. */
  readonly bin: string;
  /** The terminal guard: its launcher, its mode, and in `bin` one link a program. */
  readonly guard: string;
  /** Copies of agents' configuration files as they were before connecting. */
  readonly backups: string;
  /** Copies of what approved calls took from this disk. */
  readonly copies: string;
}

/** `$COUNTERSIGN_HOME` when it is an absolute path, else `.countersign` in the user's home. */
export function homeFrom(env: Readonly<Record<string, string | undefined>>): Home {
  const named = env['COUNTERSIGN_HOME'];
  return homeAt(named !== undefined && isAbsolute(named) ? named : join(homedir(), '.countersign'));
}

export function homeAt(root: string): Home {
  return {
    root,
    run: join(root, 'run'),
    record: join(root, 'record'),
    requests: join(root, 'requests'),
    bin: join(root, 'bin'),
    guard: join(root, 'guard'),
    backups: join(root, 'backups'),
    copies: join(root, 'copies'),
  };
}
