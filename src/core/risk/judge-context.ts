import type { Shell } from '../command/shell-facts.js';
import type { EnvironmentMap } from '../target/target.js';
import type { Grammars } from '../tool/table.js';

/** What judging may use besides the call and its world. */
export interface JudgeContext {
  readonly grammars: Grammars;
  /** The team's own map of what is production; absent when there is none. */
  readonly environments?: EnvironmentMap;
  /** What the shell has kept from calls before, where the call runs in such a one. */
  readonly shell?: Shell;
}
