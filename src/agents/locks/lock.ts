import type { Result } from '../../core/shared/result.js';
import type { Lockable } from '../../core/toolcall/level.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import type { TextError } from '../config-text.js';

/** Systems on which administrators' files are known. */
export type LockSystem = 'linux' | 'darwin';

/** The doorbell that root owns, as administrators' files name it. */
export interface LockedBell {
  /** Absolute path of the program. */
  readonly program: string;
  readonly system: LockSystem;
}

/** A file that only an administrator writes. */
export interface LockFile {
  readonly path: string;
  /** The whole text with everything of ours in it; null is no file. A text that has it already comes back unchanged. */
  with(text: string | null): Result<string, TextError>;
  /** The text without what is ours; null where nothing is left. */
  without(text: string): Result<string | null, TextError>;
}

/** One agent's configuration by an administrator. */
export interface AgentLock {
  readonly agent: AgentId;
  readonly lockable: Lockable;
  files(bell: LockedBell): readonly LockFile[];
}
