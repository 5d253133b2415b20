import type { Shell } from '../command/shell-facts.js';
import type { World } from '../shared/world.js';
import type { EnvironmentMap } from '../target/target.js';
import type { Grammars } from '../tool/table.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Assessment } from './assessment.js';
import { assess } from './fold.js';
import { readCall } from './read-call.js';

/** What judging may use besides the call and its world. */
export interface JudgeContext {
  readonly grammars: Grammars;
  /** The team's own map of what is production; absent when there is none. */
  readonly environments?: EnvironmentMap;
  /** What the shell has kept from calls before, where the call runs in such a one. */
  readonly shell?: Shell;
}

/** The engine's whole answer about one call. Pure: the same call, world and context give the same assessment. */
export function judgeCall(call: ToolCall, world: World, context: JudgeContext): Assessment {
  return assess(readCall(call, world, context));
}
