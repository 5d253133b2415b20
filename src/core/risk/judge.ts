import type { World } from '../shared/world.js';
import type { EnvironmentMap } from '../target/target.js';
import type { Grammars } from '../tool/table.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Assessment } from './assessment.js';

/** What judging may use besides the call and its world. */
export interface JudgeContext {
  readonly grammars: Grammars;
  /** The team's own map of what is production; absent when there is none. */
  readonly environments?: EnvironmentMap;
}

/** The engine's whole answer about one call. Pure: the same call, world and context give the same assessment. */
export function judgeCall(_call: ToolCall, _world: World, _context: JudgeContext): Assessment {
  return {
    score: 50,
    band: 'ask',
    vector: 'CS1/D:24/R:1/C:U1/B:1/P:0/O:20/V:0/F:50',
    targets: [],
    effects: [],
    findings: [],
    safer: [],
  };
}
