import type { World } from '../shared/world.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { Assessment } from './assessment.js';
import { assess } from './fold.js';
import type { JudgeContext } from './judge-context.js';
import { readCall } from './read-call.js';

/** The engine's whole answer about one call. Pure: the same call, world and context give the same assessment. */
export function judgeCall(call: ToolCall, world: World, context: JudgeContext): Assessment {
  return assess(readCall(call, world, context));
}
